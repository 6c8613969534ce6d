using System.Globalization;
using System.Numerics;
using Sluice.Runs;

namespace Sluice.Display;

/// <summary>Writes what came of a run as tables: for people, and for scripts that cut columns.</summary>
/// <param name="output">Takes the tables.</param>
internal sealed class RunResult(TextWriter output)
{
    /// <summary>Writes the moves made and, where they are known, the balances touched, holds left open and transfers.</summary>
    public void Write(RunReport report)
    {
        if (report.Moves.Count == 0)
        {
            output.WriteLine("no postings were made");
        }
        else
        {
            WriteMoves(report.Moves);
        }

        WriteBalances(report.Balances);
        WriteWallets(report.Wallets);
        WriteHolds(report.Holds);
        WriteTransfers(report.Transfers);
    }

    private void WriteMoves(IReadOnlyList<Move> moves)
    {
        var table = new TextTable("LEDGER", ">TX", "SOURCE", "", "DESTINATION", "ASSET", ">AMOUNT");
        foreach (var move in moves)
        {
            table.Add(
                move.Ledger,
                move.TransactionId?.ToString(CultureInfo.InvariantCulture) ?? "",
                Wording.Place(move.Source),
                "→",
                Wording.Place(move.Destination),
                move.Asset,
                move.Amount is { } amount ? Text(amount) : "all");
        }

        table.WriteTo(output);
    }

    private void WriteBalances(IReadOnlyList<BalanceTouched> balances)
    {
        var table = new TextTable("LEDGER", "ACCOUNT", "ASSET", ">BEFORE", "", ">AFTER");
        foreach (var (ledger, account, asset, before, after) in balances)
        {
            table.Add(ledger, Wording.Address(account), asset, Text(before), "→", Text(after));
        }

        WriteNext(table, balances.Count);
    }

    private void WriteWallets(IReadOnlyList<WalletTouched> wallets)
    {
        var table = new TextTable("WALLET", "BALANCE", "ASSET", ">BEFORE", "", ">AFTER");
        foreach (var (wallet, balance, asset, before, after) in wallets)
        {
            table.Add(wallet.Name, balance, asset, Text(before), "→", Text(after));
        }

        WriteNext(table, wallets.Count);
    }

    private void WriteHolds(IReadOnlyList<HoldOpen> holds)
    {
        var table = new TextTable("OPEN HOLD", "WALLET", "ASSET", ">SET ASIDE", ">LEFT");
        foreach (var (made, remaining) in holds)
        {
            table.Add(made.Id, made.Wallet.Name, made.Asset, Text(made.Amount), Text(remaining));
        }

        WriteNext(table, holds.Count);
    }

    private void WriteTransfers(IReadOnlyList<TransferAsked> transfers)
    {
        var table = new TextTable("TRANSFER", "TO", "ASSET", ">AMOUNT", "STATUS");
        foreach (var (made, found) in transfers)
        {
            table.Add(
                made.Type.ToLowerInvariant(),
                Wording.Address(ProviderId.ReferenceOf(made.DestinationAccountId)),
                made.Money.Asset,
                Text(made.Money.Amount),
                found is { Error: { Length: > 0 } error } ? $"{found.Status}: {error}" : found?.Status ?? "not known");
        }

        WriteNext(table, transfers.Count);
    }

    private void WriteNext(TextTable table, int rows)
    {
        if (rows > 0)
        {
            output.WriteLine();
            table.WriteTo(output);
        }
    }

    private static string Text(BigInteger amount) => amount.ToString(CultureInfo.InvariantCulture);
}
