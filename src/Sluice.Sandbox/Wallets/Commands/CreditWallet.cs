using System.Diagnostics.CodeAnalysis;
using Sluice.Sandbox.Ledger.Commands;
using Sluice.Sandbox.Wallets.Model;
using Sluice.Sandbox.Wallets.Requests;
using Sluice.Sandbox.Wallets.Storage;

namespace Sluice.Sandbox.Wallets.Commands;

/// <summary>Moves money into a balance of a wallet.</summary>
[method: SetsRequiredMembers]
internal sealed class CreditWallet(WalletId id, CreditRequest request) : WalletCommand
{
    protected override CommandOutcome Execute(LedgerScope scope, WalletTables tables)
    {
        tables.RequireWallet(id);
        var balance = tables.FindBalance(id, request.Balance) ?? throw WalletRefusals.NoSuchBalance();
        var sources = new List<string>();
        foreach (var (index, source) in request.Sources.Index())
        {
            // What has expired is no longer spent, whoever spends it.
            if (tables.Require(source, $"sources[{index}]") is not { } paying || !paying.IsExpired(scope.Now))
            {
                sources.Add(source.Address);
            }
        }

        scope.RequireUnused(request.Reference);
        var postings = scope.Draw(request.Amount, sources, balance.Account);
        return scope.Outcome(scope.CommitMarked(postings, request.Metadata, request.Reference, request.Timestamp));
    }
}
