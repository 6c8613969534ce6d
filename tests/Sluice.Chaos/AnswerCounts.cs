using System.Collections.Concurrent;
using System.Globalization;
using Sluice.Testing;

namespace Sluice.Chaos;

/// <summary>How often the callers heard what.</summary>
internal sealed class AnswerCounts
{
    private readonly ConcurrentDictionary<string, int> _counts = new();

    /// <summary>Counts one.</summary>
    public void Add(Answer answer) => _counts.AddOrUpdate(
        answer switch
        {
            Answer.Received received => received.Status.ToString(CultureInfo.InvariantCulture),
            Answer.NotSent => "not sent",
            _ => "lost",
        },
        1,
        (_, count) => count + 1);

    /// <inheritdoc/>
    public override string ToString() =>
        string.Join(", ", _counts.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}: {pair.Value}"));
}
