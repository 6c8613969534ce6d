using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Sluice.Expressions.Times;
using Sluice.Expressions.Values;

namespace Sluice.Expressions;

/// <summary>
/// Values as JSON that keeps every kind apart: integers have neither fraction nor exponent and floats have one of them, and an object
/// with one of these names alone stands for a value that JSON does not have: <c>$float</c> (NaN, +Inf, -Inf), <c>$bytes</c> (base64),
/// <c>$duration</c> (nanoseconds), <c>$time</c> (RFC 3339) and <c>$map</c> (pairs, for maps whose keys are not all text).
/// </summary>
public static class TaggedJson
{
    /// <summary>How deep a value may nest to be written.</summary>
    public const int DepthMax = 1_000;

    /// <summary>How many elements a value may have to be written. Where parts of it are the same they count each time.</summary>
    public const int ElementsMax = 5_000_000;

    /// <summary>About how many bytes are written at most.</summary>
    public const int BytesMax = 128 * 1024 * 1024;

    private static readonly string[] Tags = ["$float", "$bytes", "$duration", "$time", "$map"];

    /// <summary>The value that an element stands for. What has no tags in it stays in the document.</summary>
    /// <exception cref="FormatException">A tag has no valid content.</exception>
    public static Value Read(JsonElement element)
    {
        if (!HasTags(element))
        {
            return Value.FromJson(element);
        }

        if (element.ValueKind == JsonValueKind.Array)
        {
            return Value.From(element.EnumerateArray().Select(Read));
        }

        var members = element.EnumerateObject().ToList();
        return members is [var only] && Array.IndexOf(Tags, only.Name) >= 0
            ? ReadTagged(only.Name, only.Value)
            : Value.FromMap(new TextMap(members.GroupBy(member => member.Name, StringComparer.Ordinal)
                .ToDictionary(group => group.Key, group => Read(group.Last().Value), StringComparer.Ordinal)));
    }

    /// <summary>Writes a value.</summary>
    /// <returns>False when it nests too deeply or is too large; what has been written then is incomplete.</returns>
    public static bool TryWrite(Utf8JsonWriter writer, Value value) => TryWrite(writer, value, out _);

    /// <summary>Writes a value, or says why it is not written.</summary>
    /// <returns>False when it nests too deeply or is too large; what has been written then is incomplete.</returns>
    public static bool TryWrite(Utf8JsonWriter writer, Value value, [NotNullWhen(false)] out string? problem)
    {
        ArgumentNullException.ThrowIfNull(writer);
        var writing = new TaggedJsonWriting(writer);
        problem = writing.TryWrite(value, 0) ? null : writing.Problem;
        return problem is null;
    }

    /// <summary>Whether a member of this name, alone, is no member but a tag.</summary>
    internal static bool IsTag(string name) => Array.IndexOf(Tags, name) >= 0;

    /// <summary>What kind of value it is, in one word: the integers are all <c>int</c> but for <c>uint</c>, an element of bytes.</summary>
    public static string KindOf(Value value) => value.Kind switch
    {
        ValueKind.Int64 or ValueKind.BigInteger => "int",
        ValueKind.Byte => "uint",
        var kind => kind.ToString().ToLowerInvariant(),
    };

    private static bool HasTags(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Array => element.EnumerateArray().Any(HasTags),
        JsonValueKind.Object => element.EnumerateObject().Any(member => HasTags(member.Value))
            || (element.GetPropertyCount() == 1 && Tags.Any(tag => element.TryGetProperty(tag, out _))),
        _ => false,
    };

    private static Value ReadTagged(string tag, JsonElement content)
    {
        try
        {
            return tag switch
            {
                "$float" => Value.From(content.GetString() switch
                {
                    "NaN" => double.NaN,
                    "+Inf" => double.PositiveInfinity,
                    "-Inf" => double.NegativeInfinity,
                    var other => throw new FormatException($"'{other}' is not NaN, +Inf or -Inf"),
                }),
                "$bytes" => Value.From(content.GetBytesFromBase64()),
                "$duration" => Value.FromDuration(content.GetInt64()),
                "$time" => ReadTime(content.GetString() ?? ""),
                _ => Value.FromMap(new KeyedMap(
                    content.EnumerateArray().Select(Pair).ToDictionary(pair => pair.Key, pair => pair.Entry, KeyComparer.Instance),
                    groups: false)),
            };
        }
        catch (Exception problem) when (problem is InvalidOperationException or ArgumentException or IndexOutOfRangeException)
        {
            throw new FormatException($"{tag} has no valid content: {problem.Message}", problem);
        }
    }

    private static (Value Key, Value Entry) Pair(JsonElement pair) => pair.GetArrayLength() == 2
        ? (Key(Read(pair[0])), Read(pair[1]))
        : throw new FormatException("$map has pairs of a key and a value");

    private static Value Key(Value key) => KeyComparer.IsComparable(key) ? key : throw new FormatException("arrays and maps are no keys");

    private static Value ReadTime(string text) => TimeParser.TryRead(
        text, "2006-01-02T15:04:05Z07:00", Zone.Utc, Zone.Utc, out var time, out var problem)
        ? Value.FromTime(time)
        : throw new FormatException(problem);
}
