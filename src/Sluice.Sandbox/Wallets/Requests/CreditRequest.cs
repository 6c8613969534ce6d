using System.Collections.Immutable;
using System.Text.Json;
using Sluice.Sandbox.Http;
using Sluice.Sandbox.Ledger.Model;
using Sluice.Sandbox.Ledger.Requests;
using Sluice.Sandbox.Wallets.Model;

namespace Sluice.Sandbox.Wallets.Requests;

/// <summary>Money into a balance of a wallet.</summary>
/// <param name="Sources">Who pays, each as far as it can before the next one.</param>
internal sealed record CreditRequest(
    Monetary Amount,
    string Balance,
    ImmutableArray<Subject> Sources,
    Metadata Metadata,
    string? Reference,
    DateTimeOffset? Timestamp)
{
    /// <exception cref="RefusedException">VALIDATION: the body is not a credit.</exception>
    public static CreditRequest Read(JsonElement body)
    {
        var sources = body.Items("sources");
        if (sources.Length > LedgerSyntax.PostingsMax)
        {
            throw RefusedException.Validation($"sources has more than {LedgerSyntax.PostingsMax} elements");
        }

        return new CreditRequest(
            Monetary.Read(body),
            body.OptionalText("balance") is { Length: > 0 } balance ? balance : BalanceRow.Main,
            sources.IsEmpty
                ? [Subject.OfLedger.World]
                : [.. sources.Select((source, index) => Subject.Read(source, $"sources[{index}]"))],
            body.TextMap("metadata"),
            TransactionRequest.ReadReference(body),
            body.OptionalInstant("timestamp"));
    }
}
