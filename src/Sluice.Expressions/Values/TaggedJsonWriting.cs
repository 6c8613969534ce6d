using System.Globalization;
using System.Text.Json;
using Sluice.Expressions.Times;

namespace Sluice.Expressions.Values;

/// <summary>
/// Writes one value. Evaluating makes values in which the same array is in many places, so that what is small in memory can be endless
/// when it is written; the writing is what has to have an end.
/// </summary>
internal sealed class TaggedJsonWriting(Utf8JsonWriter writer)
{
    private long _elements;

    /// <summary>Why the value is not written; null as long as it is.</summary>
    public string? Problem { get; private set; }

    public bool TryWrite(in Value value, int depth)
    {
        if (depth > TaggedJson.DepthMax)
        {
            return Refuse($"the value nests deeper than {TaggedJson.DepthMax} levels");
        }

        if (++_elements > TaggedJson.ElementsMax)
        {
            return Refuse($"the value has more than {TaggedJson.ElementsMax} elements");
        }

        if (writer.BytesCommitted + writer.BytesPending > TaggedJson.BytesMax)
        {
            return Refuse($"the value takes more than {TaggedJson.BytesMax} bytes");
        }

        switch (value.Kind)
        {
            case ValueKind.Nil:
                writer.WriteNullValue();
                return true;
            case ValueKind.Bool:
                writer.WriteBooleanValue(value.Bool);
                return true;
            case ValueKind.Float when !double.IsFinite(value.Float):
                Tagged("$float", NumberText.Float(value.Float));
                return true;
            case ValueKind.Float:
                var digits = value.Float.ToString("R", CultureInfo.InvariantCulture);
                writer.WriteRawValue(digits.AsSpan().ContainsAny('.', 'E') ? digits : digits + ".0");
                return true;
            case ValueKind.String:
                writer.WriteStringValue(Text.ReplaceLoneSurrogates(value.Text));
                return true;
            case ValueKind.Bytes:
                Tagged("$bytes", Convert.ToBase64String(value.Bytes));
                return true;
            case ValueKind.Time:
                Tagged("$time", TimeFormatter.Format(value.Time, TimeFormatter.Rfc3339Nano));
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
                return TryWriteArray(value.Array, depth);
            case ValueKind.Map:
                return TryWriteMap(value.Map, depth);
            default:
                writer.WriteRawValue(NumberText.Integer(value));
                return true;
        }
    }

    private bool TryWriteArray(ArrayValue elements, int depth)
    {
        writer.WriteStartArray();
        for (var i = 0; i < elements.Count; i++)
        {
            if (!TryWrite(elements[i], depth + 1))
            {
                return false;
            }
        }

        writer.WriteEndArray();
        return true;
    }

    private bool TryWriteMap(MapValue map, int depth)
    {
        // A map of text that would read as a tag is written as pairs, too.
        if (map is TextMap { ByName: var members } && !(members.Count == 1 && TaggedJson.IsTag(members.Keys.First())))
        {
            writer.WriteStartObject();
            foreach (var (name, member) in members)
            {
                writer.WritePropertyName(Text.ReplaceLoneSurrogates(name));
                if (!TryWrite(member, depth + 1))
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
            if (!TryWrite(key, depth + 1) || !TryWrite(entry, depth + 1))
            {
                return false;
            }

            writer.WriteEndArray();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        return true;
    }

    private void Tagged(string tag, string content)
    {
        writer.WriteStartObject();
        writer.WriteString(tag, content);
        writer.WriteEndObject();
    }

    private bool Refuse(string problem)
    {
        Problem = problem;
        return false;
    }
}
