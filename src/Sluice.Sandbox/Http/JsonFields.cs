using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using System.Text.Json;
using Sluice.Sandbox.Ledger.Model;

namespace Sluice.Sandbox.Http;

/// <summary>Takes typed fields out of client JSON; a refusal names the field and the rule. <c>null</c> counts as absent.</summary>
internal static class JsonFields
{


    public static JsonElement AsObject(this JsonElement? body, string name = "the body") => body is { } present
        ? present.AsObject(name)
        : throw RefusedException.Validation($"{name} must be a JSON object, found nothing");

    public static JsonElement AsObject(this JsonElement element, string name) =>
        Expect(element, JsonValueKind.Object, name, "a JSON object");

    public static JsonElement? Field(this JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    public static string? OptionalText(this JsonElement element, string name, string prefix = "") =>
        element.Field(name) is { } value ? value.AsText(prefix + name) : null;

    public static string RequiredText(this JsonElement element, string name, string prefix = "") =>
        element.OptionalText(name, prefix) ?? throw RefusedException.Validation($"{prefix}{name} is missing");

    public static string AsText(this JsonElement element, string name) =>
        Expect(element, JsonValueKind.String, name, "a string").GetString()!;

    public static bool Flag(this JsonElement element, string name) => element.Field(name) switch
    {
        null => false,
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        var value => throw RefusedException.Validation($"{name} must be true or false, found {Describe(value.Value)}"),
    };

    public static DateTimeOffset? OptionalInstant(this JsonElement element, string name) => element.OptionalText(name) switch
    {
        null => null,
        var text when Instant.TryRead(text, out var value) => value,
        _ => throw RefusedException.Validation($"{name} must be an RFC 3339 date and time with a zone"),
    };

    public static BigInteger AsInteger(this JsonElement element, string name)
    {
        var digits = Expect(element, JsonValueKind.Number, name, "an integer").GetRawText();
        if (digits.Length > LedgerSyntax.AmountDigitsMax + 1)
        {
            throw RefusedException.Validation($"{name} has more than {LedgerSyntax.AmountDigitsMax} digits");
        }

        return BigInteger.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw RefusedException.Validation($"{name} must be an integer, found {digits}");
    }

    public static BigInteger RequiredInteger(this JsonElement element, string name, string prefix = "") =>
        (element.Field(name) ?? throw RefusedException.Validation($"{prefix}{name} is missing")).AsInteger(prefix + name);

    /// <summary>The map of strings under <paramref name="name"/>; empty when absent.</summary>
    public static Metadata TextMap(this JsonElement element, string name) =>
        element.Field(name) is { } value ? value.AsTextMap(name) : MetadataMap.Empty;

    /// <param name="anyValue">Whether values other than strings are taken too, as their JSON text.</param>
    public static Metadata AsTextMap(this JsonElement element, string name, bool anyValue = false)
    {
        var map = MetadataMap.Empty.ToBuilder();
        foreach (var property in element.AsObject(name).EnumerateObject())
        {
            map[property.Name] = anyValue && property.Value.ValueKind != JsonValueKind.String
                ? property.Value.GetRawText()
                : property.Value.AsText($"{name}[{property.Name}]");
        }

        return map.ToImmutable();
    }

    /// <summary>The elements of the array under <paramref name="name"/>; none when absent.</summary>
    public static ImmutableArray<JsonElement> Items(this JsonElement element, string name) => element.Field(name) is { } value
        ? [.. Expect(value, JsonValueKind.Array, name, "an array").EnumerateArray()]
        : [];

    public static string Describe(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.String => "a string",
        JsonValueKind.Number => "a number",
        JsonValueKind.Null => "null",
        _ => "a boolean",
    };

    private static JsonElement Expect(JsonElement element, JsonValueKind kind, string name, string expected) => element.ValueKind == kind
        ? element
        : throw RefusedException.Validation($"{name} must be {expected}, found {Describe(element)}");
}
