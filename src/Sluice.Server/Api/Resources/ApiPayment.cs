using System.Numerics;
using System.Text.Json;
using System.Text.Json.Serialization;
using Sluice.Engine.Activities;
using Sluice.Server.Api.OpenApi;

namespace Sluice.Server.Api.Resources;

/// <summary>A payment as the payments service answered it, in the words that SDKs know.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Reference">The provider's reference.</param>
/// <param name="SourceAccountId">The provider's account it came from.</param>
/// <param name="DestinationAccountId">The provider's account it went to.</param>
/// <param name="Type">PAY-IN, PAYOUT, TRANSFER or OTHER.</param>
/// <param name="Provider">The provider, if it is one that SDKs know.</param>
/// <param name="ConnectorId">The connector it came through.</param>
/// <param name="Status">PENDING, ACTIVE, TERMINATED, FAILED, SUCCEEDED or CANCELLED.</param>
/// <param name="OriginalStatus">The service's own word, where it is another.</param>
/// <param name="InitialAmount">What it was worth when it came in, in minor units.</param>
/// <param name="Scheme">How it was paid.</param>
/// <param name="OriginalScheme">The service's own word, where it is another.</param>
/// <param name="Asset">The asset.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="Raw">What the provider said.</param>
/// <param name="Metadata">Its metadata.</param>
/// <param name="Adjustments">What has happened to it.</param>
internal sealed record ApiPayment(
    string Id,
    string Reference,
    [property: JsonPropertyName("sourceAccountID")] string SourceAccountId,
    [property: JsonPropertyName("destinationAccountID")] string DestinationAccountId,
    string Type,
    string? Provider,
    [property: JsonPropertyName("connectorID")] string ConnectorId,
    string Status,
    string? OriginalStatus,
    BigInteger InitialAmount,
    string Scheme,
    string? OriginalScheme,
    string Asset,
    DateTimeOffset CreatedAt,
    [property: SchemaOf(typeof(IReadOnlyDictionary<string, object>))] JsonElement Raw,
    IReadOnlyDictionary<string, string> Metadata,
    IReadOnlyList<ApiPaymentAdjustment> Adjustments)
{
    /// <returns>Null when it lacks an id, a date or an amount.</returns>
    public static ApiPayment? Of(JsonElement? data)
    {
        if (data.TextOf("id") is not { Length: > 0 } id
            || data.InstantOf("createdAt") is not { } createdAt
            || data.IntegerOf("initialAmount") is not { } amount)
        {
            return null;
        }

        var status = PaymentWords.Status(data.TextOf("status"));
        var scheme = PaymentWords.Scheme(data.TextOf("scheme"));
        return new ApiPayment(
            id,
            data.TextOf("reference"),
            data.TextOf("sourceAccountID"),
            data.TextOf("destinationAccountID"),
            PaymentWords.Type(data.TextOf("type")),
            PaymentWords.Provider(data.TextOf("provider")),
            data.TextOf("connectorID"),
            status.Known,
            status.Original,
            amount,
            scheme.Known,
            scheme.Original,
            data.TextOf("asset"),
            createdAt,
            RawOf(data),
            data.MetadataOf(),
            [.. data.ItemsOf("adjustments").Select(item => ApiPaymentAdjustment.Of(item)).OfType<ApiPaymentAdjustment>()]);
    }

    /// <summary>What the provider said; an empty object when that is nothing, or no object.</summary>
    internal static JsonElement RawOf(JsonElement? data) =>
        StackAnswers.Member(data, "raw") is { ValueKind: JsonValueKind.Object } raw ? raw : JsonElement.Parse("{}");
}

/// <summary>Something that happened to a payment.</summary>
/// <param name="Date">When.</param>
/// <param name="Absolute">Whether the amount is the payment's new amount rather than a change of it.</param>
/// <param name="Amount">Minor units.</param>
/// <param name="Status">The payment's status since.</param>
/// <param name="OriginalStatus">The service's own word, where it is another.</param>
/// <param name="Raw">What the provider said.</param>
internal sealed record ApiPaymentAdjustment(
    DateTimeOffset Date,
    bool Absolute,
    BigInteger Amount,
    string Status,
    string? OriginalStatus,
    [property: SchemaOf(typeof(IReadOnlyDictionary<string, object>))] JsonElement Raw)
{
    /// <returns>Null when it has no date.</returns>
    public static ApiPaymentAdjustment? Of(JsonElement? json)
    {
        if ((json.InstantOf("date") ?? json.InstantOf("createdAt")) is not { } date)
        {
            return null;
        }

        var status = PaymentWords.Status(json.TextOf("status"));
        return new ApiPaymentAdjustment(
            date,
            StackAnswers.Member(json, "absolute") is { ValueKind: JsonValueKind.True },
            json.IntegerOf("amount") ?? BigInteger.Zero,
            status.Known,
            status.Original,
            ApiPayment.RawOf(json));
    }
}
