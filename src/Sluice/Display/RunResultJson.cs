using System.Text.Json;
using Sluice.Runs;

namespace Sluice.Display;

/// <summary>Writes what came of a run as one JSON object.</summary>
internal static class RunResultJson
{
    /// <summary>Writes everything that is known.</summary>
    public static void Write(TextWriter output, RunSnapshot snapshot, RunReport report)
    {
        var instance = snapshot.Instance;
        var status = instance switch
        {
            { Terminated: false } => "running",
            { Error: not null } => "failed",
            _ => "succeeded",
        };
        var document = new RunDocument(
            instance.WorkflowId,
            instance.Id,
            status,
            instance.Error,
            [.. report.Moves.SelectMany(Posting)],
            [.. report.Balances.Select(each => new BalanceDocument(each.Ledger, each.Account, each.Asset, each.Before, each.After))],
            [.. report.Moves.Where(move => move.TransactionId is null).Select(WalletMove)],
            [.. report.Wallets.Select(each => new WalletBalanceDocument(
                each.Wallet.Id, each.Wallet.Name, each.Balance, each.Asset, each.Before, each.After))],
            [.. report.Holds.Select(Hold)],
            [.. report.Transfers.Select(Transfer)]);
        output.WriteLine(JsonSerializer.Serialize(document, DisplayJson.Default.RunDocument));
    }

    private static IEnumerable<PostingDocument> Posting(Move move) => move is
    {
        TransactionId: { } transaction,
        Source: MoneyPlace.OfLedger source,
        Destination: MoneyPlace.OfLedger destination,
        Amount: { } amount,
    }
        ? [new PostingDocument(move.Ledger, transaction, source.Account, destination.Account, move.Asset, amount)]
        : [];

    private static WalletMoveDocument WalletMove(Move move) =>
        new(move.Ledger, Place(move.Source), Place(move.Destination), move.Asset, move.Amount);

    private static PlaceDocument Place(MoneyPlace place) => place switch
    {
        MoneyPlace.OfLedger account => new PlaceDocument(Account: account.Account),
        MoneyPlace.OfWallet wallet => new PlaceDocument(WalletId: wallet.Wallet.Id, Wallet: wallet.Wallet.Name, Balance: wallet.Balance),
        MoneyPlace.OfHold hold => new PlaceDocument(HoldId: hold.Id),
        _ => new PlaceDocument(),
    };

    private static HoldDocument Hold(HoldOpen hold) =>
        new(hold.Made.Id, hold.Made.Wallet.Id, hold.Made.Wallet.Name, hold.Made.Asset, hold.Made.Amount, hold.Remaining);

    private static TransferDocument Transfer(TransferAsked transfer) => new(
        transfer.Found?.Id,
        transfer.Made.Reference,
        transfer.Made.Type,
        transfer.Made.DestinationAccountId,
        transfer.Made.Money.Asset,
        transfer.Made.Money.Amount,
        transfer.Found?.Status,
        transfer.Found?.Error is { Length: > 0 } error ? error : null);
}
