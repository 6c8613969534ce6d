using System.Collections.Immutable;
using System.Text.Json;
using Sluice.Sandbox.Http;
using Sluice.Sandbox.Ledger.Model;
using Sluice.Sandbox.Ledger.Requests;
using Sluice.Sandbox.Wallets.Model;

namespace Sluice.Sandbox.Wallets.Requests;

/// <summary>Money out of a wallet, at once or into a hold.</summary>
/// <param name="Balances">The balances that pay, each as far as it can before the next one; <c>null</c> for all of them.</param>
internal sealed record DebitRequest(
    Monetary Amount,
    ImmutableArray<string>? Balances,
    Subject Destination,
    bool Pending,
    string Description,
    Metadata Metadata,
    string? Reference,
    DateTimeOffset? Timestamp)
{
    private const string AllBalances = "*";

    /// <exception cref="RefusedException">VALIDATION: the body is not a debit.</exception>
    public static DebitRequest Read(JsonElement body)
    {
        var pending = body.Flag("pending");
        var timestamp = body.OptionalInstant("timestamp");
        if (pending && timestamp is not null)
        {
            throw RefusedException.Validation("timestamp cannot be given with pending");
        }

        return new DebitRequest(
            Monetary.Read(body),
            ReadBalances(body),
            body.Field("destination") is { } destination ? Subject.Read(destination, "destination") : Subject.OfLedger.World,
            pending,
            body.OptionalText("description") ?? "",
            body.TextMap("metadata"),
            TransactionRequest.ReadReference(body),
            timestamp);
    }

    private static ImmutableArray<string>? ReadBalances(JsonElement body)
    {
        ImmutableArray<string> names = [.. body.Items("balances").Select((name, index) => name.AsText($"balances[{index}]"))];
        if (names.Length > LedgerSyntax.PostingsMax)
        {
            throw RefusedException.Validation($"balances has more than {LedgerSyntax.PostingsMax} elements");
        }

        return names switch
        {
            [] => [BalanceRow.Main],
            [AllBalances] => null,
            _ when names.Contains(AllBalances) => throw RefusedException.Validation("balances: \"*\" cannot be combined with names"),
            _ => names,
        };
    }
}
