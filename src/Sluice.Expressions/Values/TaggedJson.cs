using System.Globalization;
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
    /// <returns>False when it nests too deeply; what has been written then is incomplete.</returns>
    public static bool TryWrite(Utf8JsonWriter writer, Value value)
    {
        ArgumentNullException.ThrowIfNull(writer);
        return TryWrite(writer, value, 0);
    }

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
                    content.EnumerateArray().ToDictionary(pair => Key(Read(pair[0])), pair => Read(pair[1]), KeyComparer.Instance),
                    groups: false)),
            };
        }
        catch (Exception problem) when (problem is InvalidOperationException or ArgumentException or IndexOutOfRangeException)
        {
            throw new FormatException($"{tag} has no valid content: {problem.Message}", problem);
        }
    }

    private static Value Key(Value key) => KeyComparer.IsComparable(key) ? key : throw new FormatException("arrays and maps are no keys");

    private static Value ReadTime(string text) => TimeParser.TryRead(text, "2006-01-02T15:04:05Z07:00", Zone.Utc, Zone.Utc, out var time, out var problem)
        ? Value.FromTime(time)
        : throw new FormatException(problem);

    private static bool TryWrite(Utf8JsonWriter writer, in Value value, int depth)
    {
        switch (value.Kind)
        {
            case ValueKind.Nil:
                writer.WriteNullValue();
                return true;
            case ValueKind.Bool:
                writer.WriteBooleanValue(value.Bool);
                return true;
            case ValueKind.Float when !double.IsFinite(value.Float):
                Tagged(writer, "$float", NumberText.Float(value.Float));
                return true;
            case ValueKind.Float:
                var digits = value.Float.ToString("R", CultureInfo.InvariantCulture);
                writer.WriteRawValue(digits.AsSpan().ContainsAny('.', 'E') ? digits : digits + ".0");
                return true;
            case ValueKind.String:
                writer.WriteStringValue(Text.ReplaceLoneSurrogates(value.Text));
                return true;
            case ValueKind.Bytes:
                Tagged(writer, "$bytes", Convert.ToBase64String(value.Bytes));
                return true;
            case ValueKind.Time:
                Tagged(writer, "$time", TimeFormatter.Format(value.Time, TimeFormatter.Rfc3339Nano));
                return true;
            case ValueKind.TimeZone:
                writer.WriteStringValue(value.Zone.Name);
                return true;
            case ValueKind.Duration:
                writer.WriteStartObject();
                writer.WriteNumber("$duration", value.Bits);
                writer.WriteEndObject();
                return true;
            case ValueKind.Array:
                return depth < DepthMax && TryWriteArray(writer, value.Array, depth);
            case ValueKind.Map:
                return depth < DepthMax && TryWriteMap(writer, value.Map, depth);
            default:
                writer.WriteRawValue(NumberText.Integer(value));
                return true;
        }
    }

    private static bool TryWriteArray(Utf8JsonWriter writer, ArrayValue elements, int depth)
    {
        writer.WriteStartArray();
        for (var i = 0; i < elements.Count; i++)
        {
            if (!TryWrite(writer, elements[i], depth + 1))
            {
                return false;
            }
        }

        writer.WriteEndArray();
        return true;
    }

    private static bool TryWriteMap(Utf8JsonWriter writer, MapValue map, int depth)
    {
        // A map of text that would read as a tag is written as pairs, too.
        if (map is TextMap { ByName: var members } && !(members.Count == 1 && Array.IndexOf(Tags, members.Keys.First()) >= 0))
        {
            writer.WriteStartObject();
            foreach (var (name, member) in members)
            {
                writer.WritePropertyName(Text.ReplaceLoneSurrogates(name));
                if (!TryWrite(writer, member, depth + 1))
                {
                    return false;
                }
            }

            writer.WriteEndObject();
            return true;
        }

        writer.WriteStartObject();
        writer.WriteStartArray("$map");
        foreach (var (key, entry) in map.Entries)
        {
            writer.WriteStartArray();
            if (!TryWrite(writer, key, depth + 1) || !TryWrite(writer, entry, depth + 1))
            {
                return false;
            }

            writer.WriteEndArray();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        return true;
    }

    private static void Tagged(Utf8JsonWriter writer, string tag, string content)
    {
        writer.WriteStartObject();
        writer.WriteString(tag, content);
        writer.WriteEndObject();
    }
}
