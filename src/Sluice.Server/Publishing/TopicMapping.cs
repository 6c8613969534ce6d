namespace Sluice.Server.Publishing;

/// <summary>Turns logical topics into the bus's own. Immutable.</summary>
/// <param name="entries">Pairs of a logical topic, or <c>*</c> for all that have no pair of their own, and the bus's name for it.</param>
public sealed class TopicMapping(IEnumerable<KeyValuePair<string, string>> entries)
{
    private const string Any = "*";

    // As in a map that is filled in order, the last of two pairs for one topic wins.
    private readonly Dictionary<string, string> _names = entries
        .GroupBy(entry => entry.Key, StringComparer.Ordinal)
        .ToDictionary(group => group.Key, group => group.Last().Value, StringComparer.Ordinal);

    /// <summary>Leaves every name as it is.</summary>
    public static TopicMapping None { get; } = new([]);

    /// <summary>Reads one pair, such as <c>orchestration:events</c> or <c>*:http://localhost:9000/hook</c>.</summary>
    /// <exception cref="FormatException">It is not one.</exception>
    public static KeyValuePair<string, string> ParseEntry(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 && colon < text.Length - 1
            ? KeyValuePair.Create(text[..colon], text[(colon + 1)..])
            : throw new FormatException($"'{text}' is not a pair such as orchestration:acme-orchestration or *:acme");
    }

    /// <summary>The bus's name of a topic.</summary>
    public string Map(string topic) => _names.GetValueOrDefault(topic) ?? _names.GetValueOrDefault(Any) ?? topic;
}
