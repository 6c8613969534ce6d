using System.Numerics;
using Sluice.Client;

namespace Sluice.Runs;

/// <summary>What a run did.</summary>
/// <param name="Moves">The moves of money, in order.</param>
internal sealed record RunReport(IReadOnlyList<Move> Moves)
{
    /// <summary>The balances of accounts that were touched, in the order in which they first were.</summary>
    public IReadOnlyList<BalanceTouched> Balances { get; init; } = [];

    /// <summary>The balances of wallets that were touched, in the order in which they first were.</summary>
    public IReadOnlyList<WalletTouched> Wallets { get; init; } = [];

    /// <summary>The holds made that still have money.</summary>
    public IReadOnlyList<HoldOpen> Holds { get; init; } = [];

    /// <summary>The transfers asked for.</summary>
    public IReadOnlyList<TransferAsked> Transfers { get; init; } = [];
}

/// <summary>A balance that a run touched.</summary>
/// <param name="Ledger">The ledger of the account.</param>
/// <param name="Account">The account's address.</param>
/// <param name="Asset">The asset.</param>
/// <param name="Before">What the balance would be without this run, in minor units.</param>
/// <param name="After">What it is, in minor units.</param>
internal sealed record BalanceTouched(string Ledger, string Account, string Asset, BigInteger Before, BigInteger After);

/// <summary>A balance of a wallet that a run touched.</summary>
/// <param name="Wallet">The wallet.</param>
/// <param name="Balance">The balance of it.</param>
/// <param name="Asset">The asset.</param>
/// <param name="Before">What the balance would be without this run, in minor units.</param>
/// <param name="After">What it is, in minor units.</param>
internal sealed record WalletTouched(WalletKnown Wallet, string Balance, string Asset, BigInteger Before, BigInteger After);

/// <summary>A hold that a run made and left open.</summary>
/// <param name="Made">The hold.</param>
/// <param name="Remaining">How much it still has, in minor units.</param>
internal sealed record HoldOpen(HoldMade Made, BigInteger Remaining);

/// <summary>A transfer that a run asked for.</summary>
/// <param name="Made">What was asked for.</param>
/// <param name="Found">How it stands; unset when it is not known.</param>
internal sealed record TransferAsked(TransferMade Made, TransferInitiation? Found);
