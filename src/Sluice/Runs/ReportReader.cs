using System.Net;
using System.Numerics;
using Sluice.Client;

namespace Sluice.Runs;

/// <summary>Asks the stack what has become of the money that a run moved.</summary>
/// <param name="stack">The stack.</param>
/// <param name="settling">How long to wait for transfers that are being processed.</param>
/// <param name="interval">How long to wait between two looks at them.</param>
/// <param name="clock">Waits.</param>
internal sealed class ReportReader(RunStack stack, TimeSpan settling, TimeSpan interval, TimeProvider clock)
{
    private static readonly string[] Unsettled = ["VALIDATED", "PROCESSING", "SCHEDULED_FOR_PROCESSING"];

    /// <summary>Completes a report.</summary>
    /// <param name="moved">What the run did.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ApiException">A service refused, or this is not the stack that the run moved money in.</exception>
    /// <exception cref="HttpRequestException">A service did not answer.</exception>
    public async Task<RunReport> ReadAsync(MoveReader moved, CancellationToken cancellationToken)
    {
        var transfers = await TransfersAsync(moved.Transfers, cancellationToken);
        var balances = new List<BalanceTouched>();
        var wallets = new List<WalletTouched>();
        foreach (var (place, asset, change) in Changes(moved.Moves))
        {
            switch (place)
            {
                case MoneyPlace.OfLedger account:
                    var balance = await BalanceAsync(account, asset, cancellationToken);
                    balances.Add(new BalanceTouched(account.Ledger, account.Account, asset, balance - change, balance));
                    break;
                case MoneyPlace.OfWallet wallet:
                    var money = await BalanceAsync(wallet, asset, cancellationToken);
                    wallets.Add(new WalletTouched(wallet.Wallet, wallet.Balance, asset, money - change, money));
                    break;
            }
        }

        return new RunReport(moved.Moves)
        {
            Balances = balances,
            Wallets = wallets,
            Holds = await HoldsAsync(moved.Holds, cancellationToken),
            Transfers = transfers,
        };
    }

    private static IEnumerable<(MoneyPlace Place, string Asset, BigInteger Change)> Changes(IEnumerable<Move> moves) => moves
        .Where(move => move.Amount is not null)
        .SelectMany(move => new[]
        {
            (Place: move.Source, move.Asset, Change: -move.Amount!.Value),
            (Place: move.Destination, move.Asset, Change: move.Amount!.Value),
        })
        .GroupBy(
            each => (each.Place, each.Asset),
            (key, moved) => (key.Place, key.Asset, moved.Aggregate(BigInteger.Zero, (sum, each) => sum + each.Change)));

    // A move has just named the account: where there is none, this is not the stack that the money moved in.
    private async Task<BigInteger> BalanceAsync(MoneyPlace.OfLedger place, string asset, CancellationToken cancellationToken) =>
        (await stack.Ledgers.GetAccountAsync(place.Ledger, place.Account, cancellationToken)
            ?? throw Missing($"account {place.Ledger}/{place.Account}")).BalanceOf(asset);

    private async Task<BigInteger> BalanceAsync(MoneyPlace.OfWallet place, string asset, CancellationToken cancellationToken) =>
        (await stack.Wallets.GetBalanceAsync(place.Wallet.Id, place.Balance, cancellationToken)
            ?? throw Missing($"balance {place.Balance} of wallet {place.Wallet.Id}")).Assets?.GetValueOrDefault(asset) ?? 0;

    private async Task<IReadOnlyList<HoldOpen>> HoldsAsync(IReadOnlyList<HoldMade> holds, CancellationToken cancellationToken)
    {
        var open = new List<HoldOpen>();
        foreach (var hold in holds)
        {
            var found = await stack.Wallets.GetHoldAsync(hold.Id, cancellationToken);
            if (found.Remaining.Sign > 0)
            {
                open.Add(new HoldOpen(hold, found.Remaining));
            }
        }

        return open;
    }

    private async Task<IReadOnlyList<TransferAsked>> TransfersAsync(
        IReadOnlyList<TransferMade> transfers, CancellationToken cancellationToken)
    {
        var since = clock.GetTimestamp();
        while (true)
        {
            var asked = new List<TransferAsked>();
            foreach (var made in transfers)
            {
                asked.Add(new(made, await stack.Payments.FindTransferAsync(made.ConnectorId, made.Reference, cancellationToken)));
            }

            if (clock.GetElapsedTime(since) >= settling || !asked.Exists(each => Unsettled.Contains(each.Found?.Status)))
            {
                return asked;
            }

            await Task.Delay(interval, clock, cancellationToken);
        }
    }

    private static ApiException Missing(string what) => new(HttpStatusCode.NotFound, "NOT_FOUND", $"there is no {what}");
}
