namespace Sluice.Runs;

/// <summary>Events to post when an instance waits for them, each once, in their order.</summary>
internal sealed class EventQueue(IEnumerable<string> names)
{
    private readonly List<string> _left = [.. names];

    /// <summary>Takes the first event of a name.</summary>
    /// <returns>False when there is none left.</returns>
    public bool TryTake(string name) => _left.Remove(name);
}
