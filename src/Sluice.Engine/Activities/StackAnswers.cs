using System.Text.Json;
using Sluice.Engine.Json;

namespace Sluice.Engine.Activities;

/// <summary>Reads the parts of services' answers that stages go on with. What is not as expected counts as absent.</summary>
public static class StackAnswers
{
    /// <summary>A value inside nested objects.</summary>
    public static JsonElement? Member(JsonElement? json, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
        {
            json = json is { ValueKind: JsonValueKind.Object } parent && parent.TryGetProperty(name, out var value) ? value : null;
        }

        return json;
    }

    /// <summary>A text inside an object.</summary>
    public static string? Text(JsonElement? json, string name) =>
        Member(json, name) is { ValueKind: JsonValueKind.String } value && JsonText.TryRead(value, out var text) ? text : null;

    /// <summary>What a payment was worth when it came in.</summary>
    /// <param name="payment">The payments service's answer.</param>
    public static MoneyAmount? InitialAmount(JsonElement? payment) =>
        Member(payment, "data", "initialAmount") is { ValueKind: JsonValueKind.Number } number
        && ExactInteger.ReadJsonNumber(number.GetRawText(), out var amount) is null
        && amount.Sign >= 0
        && Text(Member(payment, "data"), "asset") is { Length: > 0 } asset
            ? new MoneyAmount(amount, asset)
            : null;

    /// <summary>The id of a hold.</summary>
    /// <param name="debit">The wallets service's answer to a pending debit.</param>
    public static string? HoldId(JsonElement? debit) => Text(Member(debit, "data"), "id") is { Length: > 0 } id ? id : null;
}
