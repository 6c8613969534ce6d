using System.Globalization;
using System.Numerics;
using System.Text.Json;

namespace Sluice.Runs;

/// <summary>Reads what may be missing from the inputs and outputs that a history shows.</summary>
internal static class HistoryJson
{
    /// <summary>A member of an object; undefined when there is none.</summary>
    public static JsonElement Member(this JsonElement parent, string name) =>
        parent.ValueKind is JsonValueKind.Object && parent.TryGetProperty(name, out var member) ? member : default;

    /// <summary>A member as text, whatever it is; empty when there is none.</summary>
    public static string Text(this JsonElement parent, string name) => parent.Member(name).ToString();

    /// <summary>A member that is an integer of any size; unset when there is none.</summary>
    public static BigInteger? Integer(this JsonElement parent, string name) =>
        parent.Member(name) is { ValueKind: JsonValueKind.Number } number
        && BigInteger.TryParse(number.GetRawText(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            ? value
            : null;

    /// <summary>The items of a list; none when it is not one.</summary>
    public static IReadOnlyList<JsonElement> Items(this JsonElement list) =>
        list.ValueKind is JsonValueKind.Array ? [.. list.EnumerateArray()] : [];
}
