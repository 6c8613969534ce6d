using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using System.Text.Json;
using Sluice.Sandbox.Http;
using Sluice.Sandbox.Ledger.Model;
using Sluice.Sandbox.Numscript.Syntax;

namespace Sluice.Sandbox.Numscript.Evaluation;

/// <summary>Reads the values a request gives to the variables a script declares.</summary>
internal static class VariableReader
{
    /// <exception cref="RefusedException">COMPILATION_FAILED: a value is missing, unknown or not of its type.</exception>
    public static ImmutableDictionary<string, Value> Read(ScriptSyntax script, JsonElement? vars)
    {
        var given = vars?.AsObject("script.vars").EnumerateObject()
            .ToDictionary(property => property.Name, property => property.Value) ?? [];
        var values = ImmutableDictionary.CreateBuilder<string, Value>(StringComparer.Ordinal);
        foreach (var variable in script.Variables)
        {
            if (!given.Remove(variable.Name, out var value) || value.ValueKind == JsonValueKind.Null)
            {
                throw Failed($"variable ${variable.Name} is missing from script.vars");
            }

            values[variable.Name] = ReadValue(variable, value);
        }

        var unknown = string.Join(", ", given.Keys.Order(StringComparer.Ordinal));
        return given.Count == 0
            ? values.ToImmutable()
            : throw Failed($"script.vars has variables that the script does not declare: {unknown}");
    }

    private static Value ReadValue(Expression.Variable variable, JsonElement value) => variable.Type switch
    {
        ValueKind.Account when Text(value) is { } text && LedgerSyntax.IsAddress(text) => new Value.Account(text),
        ValueKind.Asset when Text(value) is { } text && LedgerSyntax.IsAsset(text) => new Value.Asset(text),
        ValueKind.Number when TryInteger(value, out var number) => new Value.Number(number),
        ValueKind.Portion when Text(value) is { } text && Portion.TryParse(text, out var portion) => new Value.Fraction(portion),
        ValueKind.String when Text(value) is { } text => new Value.Text(text),
        ValueKind.Monetary => ReadMonetary(variable, value),
        _ => throw WrongType(variable),
    };

    private static Value.Monetary ReadMonetary(Expression.Variable variable, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Object)
        {
            return value.Field("asset") is { ValueKind: JsonValueKind.String } asset
                && value.Field("amount") is { } amount
                && TryInteger(amount, out var integer)
                ? Check(asset.GetString()!, integer)
                : throw WrongType(variable);
        }

        return Text(value)?.Split(' ', 2) is [var code, var digits] && TryParse(digits, out var parsed)
            ? Check(code, parsed)
            : throw WrongType(variable);

        Value.Monetary Check(string code, BigInteger amount) =>
            LedgerSyntax.IsAsset(code) && amount.Sign >= 0 ? new Value.Monetary(code, amount) : throw WrongType(variable);
    }

    private static bool TryInteger(JsonElement value, out BigInteger integer)
    {
        integer = default;
        return value.ValueKind is JsonValueKind.String or JsonValueKind.Number
            && TryParse(value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText(), out integer);
    }

    private static bool TryParse(string digits, out BigInteger integer)
    {
        integer = default;
        return digits.Length <= LedgerSyntax.AmountDigitsMax
            && BigInteger.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out integer);
    }

    private static string? Text(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static RefusedException WrongType(Expression.Variable variable) => Failed(
        $"script.vars.{variable.Name} is not {variable.Type switch
        {
            ValueKind.Account => "an account address",
            ValueKind.Asset => "an asset such as USD/2",
            ValueKind.Number => "an integer",
            ValueKind.Portion => "a portion such as 1/3 or 25%",
            ValueKind.String => "a string",
            _ => "a monetary amount such as \"USD/2 100\"",
        }}");

    private static RefusedException Failed(string message) => RefusedException.BadRequest("COMPILATION_FAILED", message);
}
