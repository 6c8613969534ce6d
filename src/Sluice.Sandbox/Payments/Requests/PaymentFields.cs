using System.Collections.Immutable;
using System.Numerics;
using System.Text.Json;
using Sluice.Sandbox.Http;
using Sluice.Sandbox.Ledger.Model;
using Sluice.Sandbox.Payments.Model;

namespace Sluice.Sandbox.Payments.Requests;

/// <summary>Bodies of payments, and the fields that several of them have; a refusal names the field and the rule.</summary>
internal static class PaymentFields
{
    private const int ReferenceCharactersMax = 512;
    private const int TextCharactersMax = 1024;

    /// <exception cref="RefusedException">MISSING_OR_INVALID_BODY: the body is no JSON object.</exception>
    public static async Task<JsonElement> ReadBodyAsync(HttpRequest request, CancellationToken cancellationToken) =>
        await ReadOptionalBodyAsync(request, cancellationToken)
        ?? throw RefusedException.BadRequest("MISSING_OR_INVALID_BODY", "the body must be a JSON object, found nothing");

    /// <exception cref="RefusedException">MISSING_OR_INVALID_BODY: there is a body that is no JSON object.</exception>
    public static async Task<JsonElement?> ReadOptionalBodyAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return (await JsonBody.ReadAsync(request, cancellationToken))?.AsObject("the body");
        }
        catch (RefusedException exception)
        {
            throw new RefusedException(exception.Refusal with { Code = "MISSING_OR_INVALID_BODY" });
        }
    }

    public static string Reference(JsonElement body) => body.RequiredText("reference") switch
    {
        { Length: > 0 and <= ReferenceCharactersMax } reference when !reference.Any(char.IsControl) => reference,
        _ => throw RefusedException.Validation(
            $"reference must be 1 to {ReferenceCharactersMax} characters, none of them control characters"),
    };

    /// <summary>A text to show; empty when there is none.</summary>
    public static string Text(JsonElement body, string name) => body.OptionalText(name) switch
    {
        null => "",
        { Length: <= TextCharactersMax } text => text,
        _ => throw RefusedException.Validation($"{name} must be at most {TextCharactersMax} characters"),
    };

    public static BigInteger Amount(JsonElement body)
    {
        var amount = body.RequiredInteger("amount");
        return amount.Sign >= 0 ? amount : throw RefusedException.Validation("amount cannot be negative");
    }

    public static string Asset(JsonElement body) => CheckAsset(body.RequiredText("asset"), "asset");

    /// <summary>An asset, or empty when there is none.</summary>
    public static string OptionalAsset(JsonElement body, string name) =>
        body.OptionalText(name) is { Length: > 0 } asset ? CheckAsset(asset, name) : "";

    public static string OneOf(JsonElement body, string name, ImmutableArray<string> words) =>
        body.RequiredText(name) is var text && words.Contains(text)
            ? text
            : throw RefusedException.Validation($"{name} must be one of {string.Join(", ", words)}, found \"{text}\"");

    public static string ConnectorId(JsonElement body) =>
        OptionalConnectorId(body) ?? throw RefusedException.Validation("connectorID is missing");

    public static string? OptionalConnectorId(JsonElement body) => body.OptionalText("connectorID") switch
    {
        null or "" => null,
        var text when Model.ConnectorId.TryParse(text) is not null => text,
        _ => throw RefusedException.Validation("connectorID is not the id of a connector"),
    };

    /// <summary>The id of an account, or empty when there is none: some clients send the key always.</summary>
    public static string OptionalAccountId(JsonElement body, string name) => body.OptionalText(name) switch
    {
        null or "" => "",
        var text when ResourceId.TryParse(text) is not null => text,
        _ => throw RefusedException.Validation($"{name} is not the id of an account"),
    };

    private static string CheckAsset(string text, string name) =>
        LedgerSyntax.IsAsset(text) ? text : throw RefusedException.Validation($"{name} {LedgerSyntax.AssetRule}");
}
