using System.Globalization;
using System.Numerics;
using System.Text.Json;

namespace Sluice.Chaos.Observation;

/// <summary>Reads fields of answers.</summary>
internal static class JsonFields
{
    public static string Text(this JsonElement from, string name) => from.GetProperty(name).GetString()!;

    /// <returns>Null when the field is not there.</returns>
    public static string? OptionalText(this JsonElement from, string name) =>
        from.ValueKind == JsonValueKind.Object && from.TryGetProperty(name, out var value) ? value.GetString() : null;

    public static BigInteger Integer(this JsonElement from, string name) =>
        BigInteger.Parse(from.GetProperty(name).GetRawText(), CultureInfo.InvariantCulture);
}
