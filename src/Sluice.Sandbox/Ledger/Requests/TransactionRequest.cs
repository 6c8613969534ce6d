using System.Collections.Immutable;
using System.Text.Json;
using Sluice.Sandbox.Http;
using Sluice.Sandbox.Ledger.Model;
using Sluice.Sandbox.Numscript.Evaluation;

namespace Sluice.Sandbox.Ledger.Requests;

/// <summary>A transaction as a client asks for it: postings, or a script that makes them.</summary>
internal sealed record TransactionRequest(
    ImmutableArray<Posting> Postings,
    Script? Script,
    string? Reference,
    DateTimeOffset? Timestamp,
    Metadata Metadata,
    ImmutableSortedDictionary<string, Metadata> AccountMetadata)
{
    private const int ReferenceCharactersMax = 1024;

    /// <param name="anyMetadata">Whether metadata values other than strings are taken, as the first API version does.</param>
    /// <exception cref="RefusedException">The body is not a transaction.</exception>
    public static TransactionRequest Read(JsonElement body, bool anyMetadata = false)
    {
        var postings = body.Items("postings");
        var script = body.Field("script")?.AsObject("script");
        var plain = script?.OptionalText("plain", "script.") ?? "";
        if (postings.Length > 0 && plain.Length > 0)
        {
            throw RefusedException.Validation("postings and script cannot be given together");
        }

        if (postings.Length == 0 && plain.Length == 0)
        {
            throw RefusedException.BadRequest("NO_POSTINGS", "postings or script.plain is required");
        }

        if (postings.Length > LedgerSyntax.PostingsMax)
        {
            throw RefusedException.Validation($"postings has more than {LedgerSyntax.PostingsMax} elements");
        }

        return new TransactionRequest(
            [.. postings.Select(ReadPosting)],
            plain.Length > 0 ? Script.Compile(plain, script!.Value.Field("vars")) : null,
            ReadReference(body),
            body.OptionalInstant("timestamp"),
            body.Field("metadata") is { } metadata ? metadata.AsTextMap("metadata", anyMetadata) : MetadataMap.Empty,
            ReadAccountMetadata(body));
    }

    /// <summary>The reference; <c>null</c> also for an empty one, as some clients send the key always.</summary>
    public static string? ReadReference(JsonElement body) => body.OptionalText("reference") switch
    {
        null or "" => null,
        { Length: <= ReferenceCharactersMax } reference when !reference.Any(char.IsControl) => reference,
        _ => throw RefusedException.Validation(
            $"reference must be at most {ReferenceCharactersMax} characters, none of them control characters"),
    };

    private static Posting ReadPosting(JsonElement element, int index)
    {
        var name = $"postings[{index}]";
        var posting = element.AsObject(name);
        var prefix = name + ".";
        var amount = posting.RequiredInteger("amount", prefix);
        if (amount.Sign < 0)
        {
            throw RefusedException.Validation($"{name}.amount cannot be negative");
        }

        return new Posting(
            ReadAddress(posting.RequiredText("source", prefix), $"{name}.source"),
            ReadAddress(posting.RequiredText("destination", prefix), $"{name}.destination"),
            amount,
            posting.RequiredText("asset", prefix) is var asset && LedgerSyntax.IsAsset(asset)
                ? asset
                : throw RefusedException.Validation($"{name}.asset {LedgerSyntax.AssetRule}"));
    }

    private static string ReadAddress(string address, string name) => LedgerSyntax.IsAddress(address)
        ? address
        : throw RefusedException.Validation($"{name} {LedgerSyntax.AddressRule}");

    private static ImmutableSortedDictionary<string, Metadata> ReadAccountMetadata(JsonElement body) =>
        body.Field("accountMetadata") is not { } accounts
            ? ImmutableSortedDictionary.Create<string, Metadata>(StringComparer.Ordinal)
            : accounts.AsObject("accountMetadata").EnumerateObject().ToImmutableSortedDictionary(
                account => ReadAddress(account.Name, $"accountMetadata key \"{account.Name}\""),
                account => account.Value.AsTextMap($"accountMetadata[{account.Name}]"),
                StringComparer.Ordinal);
}
