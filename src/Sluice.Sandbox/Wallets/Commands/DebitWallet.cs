using System.Diagnostics.CodeAnalysis;
using Sluice.Sandbox.Ledger.Commands;
using Sluice.Sandbox.Wallets.Model;
using Sluice.Sandbox.Wallets.Requests;
using Sluice.Sandbox.Wallets.Storage;

namespace Sluice.Sandbox.Wallets.Commands;

/// <summary>Moves money out of a wallet, to its destination or into a hold.</summary>
[method: SetsRequiredMembers]
internal sealed class DebitWallet(WalletId id, DebitRequest request) : WalletCommand
{
    protected override CommandOutcome Execute(LedgerScope scope, WalletTables tables)
    {
        tables.RequireWallet(id);
        tables.Require(request.Destination, "destination");
        var sources = FindPaying(tables)
            .Where(balance => !balance.IsExpired(scope.Now))
            .Select(balance => balance.Account)
            .ToList();
        scope.RequireUnused(request.Reference);
        return request.Pending ? Hold(scope, tables, sources) : Pay(scope, sources);
    }

    private CommandOutcome Pay(LedgerScope scope, List<string> sources)
    {
        var postings = scope.Draw(request.Amount, sources, request.Destination.Address);
        return scope.Outcome(scope.CommitMarked(postings, request.Metadata, request.Reference, request.Timestamp));
    }

    private CommandOutcome Hold(LedgerScope scope, WalletTables tables, List<string> sources)
    {
        var hold = HoldId.New(scope.Now);
        var postings = scope.Draw(request.Amount, sources, hold.Account);
        var transaction = scope.CommitMarked(postings, request.Metadata, request.Reference, null);
        var row = new HoldRow(
            0,
            hold,
            id,
            request.Amount.Asset,
            request.Amount.Amount,
            request.Destination,
            request.Description,
            request.Metadata,
            transaction.Id);
        tables.InsertHold(row);
        return scope.Outcome(transaction, WalletsJson.ToText(writer => WalletsJson.WriteHold(writer, row, null)));
    }

    private IEnumerable<BalanceRow> FindPaying(WalletTables tables) => request.Balances is { } names
        ? names.Select((name, index) => tables.FindBalance(id, name) ?? throw WalletRefusals.NoSuchBalance($"balances[{index}]"))
        : BalanceRow.InOrderOfSpending(tables.FindBalances(id));
}
