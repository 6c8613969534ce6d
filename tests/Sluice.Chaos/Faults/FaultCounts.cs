using System.Collections.Concurrent;

namespace Sluice.Chaos.Faults;

/// <summary>How often each kind of fault was done.</summary>
internal sealed class FaultCounts
{
    private readonly ConcurrentDictionary<string, int> _counts = new();

    /// <summary>Counts one.</summary>
    public void Add(string kind) => _counts.AddOrUpdate(kind, 1, (_, count) => count + 1);

    /// <inheritdoc/>
    public override string ToString() => string.Join(", ", _counts.OrderByDescending(pair => pair.Value).Select(pair => $"{pair.Value} {pair.Key}"));
}
