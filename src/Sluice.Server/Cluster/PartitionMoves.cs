namespace Sluice.Server.Cluster;

/// <summary>How partitions leave this node. A few at a time, so that most go on working while others are on their way.</summary>
/// <param name="patience">How long calls to the stack that are out may take to finish before the next owner makes them again.</param>
internal sealed class PartitionMoves(TimeSpan patience) : IDisposable
{
    private const int AtOnce = 4;

    /// <summary>Before it has been awake for so long a partition does not move: nodes may still be learning of each other.</summary>
    public static readonly TimeSpan SettlingTime = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim _places = new(AtOnce, AtOnce);

    /// <summary>How long calls to the stack that are out may take to finish before the next owner makes them again.</summary>
    public TimeSpan Patience => patience;

    /// <summary>Runs a move when it is its turn.</summary>
    public async Task RunAsync(Func<Task> move)
    {
        await _places.WaitAsync();
        try
        {
            await move();
        }
        finally
        {
            _places.Release();
        }
    }

    /// <inheritdoc />
    public void Dispose() => _places.Dispose();
}
