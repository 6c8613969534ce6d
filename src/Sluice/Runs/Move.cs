using System.Numerics;

namespace Sluice.Runs;

/// <summary>One move of money that a run made.</summary>
/// <param name="Source">Where the money was.</param>
/// <param name="Destination">Where it went.</param>
/// <param name="Asset">The asset; empty when it is not known.</param>
/// <param name="Amount">Minor units; unset when nobody but the service knows how much there was to move.</param>
internal sealed record Move(MoneyPlace Source, MoneyPlace Destination, string Asset, BigInteger? Amount)
{
    /// <summary>The ledger that the move is in; empty when it is not known.</summary>
    public string Ledger { get; init; } = "";

    /// <summary>The transaction that it is part of; unset for moves by the wallets service, which does not tell.</summary>
    public long? TransactionId { get; init; }
}

/// <summary>Where money can be.</summary>
internal abstract record MoneyPlace
{
    private MoneyPlace()
    {
    }

    /// <summary>An account of a ledger.</summary>
    public sealed record OfLedger(string Ledger, string Account) : MoneyPlace;

    /// <summary>A balance of a wallet.</summary>
    public sealed record OfWallet(WalletKnown Wallet, string Balance) : MoneyPlace;

    /// <summary>A hold.</summary>
    public sealed record OfHold(string Id) : MoneyPlace;

    /// <summary>Wherever a hold that was not made by this run pays to.</summary>
    public sealed record Untold : MoneyPlace;
}

/// <summary>A wallet as far as a run's history tells.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name; the id when it is not known.</param>
/// <param name="Ledger">The ledger that its money is in; empty when it is not known.</param>
internal sealed record WalletKnown(string Id, string Name, string Ledger);

/// <summary>A hold that a run made.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Wallet">Whose money it has.</param>
/// <param name="Balance">The balance that it came from.</param>
/// <param name="Destination">Where it goes when it is confirmed.</param>
/// <param name="Asset">The asset.</param>
/// <param name="Amount">How much was set aside, in minor units.</param>
internal sealed record HoldMade(string Id, WalletKnown Wallet, string Balance, MoneyPlace Destination, string Asset, BigInteger Amount);

/// <summary>A transfer that a run asked a payment provider for.</summary>
/// <param name="Reference">The reference that it carries.</param>
/// <param name="ConnectorId">The connector.</param>
/// <param name="Type"><c>TRANSFER</c> or <c>PAYOUT</c>.</param>
/// <param name="DestinationAccountId">The provider's account that is paid.</param>
/// <param name="Money">How much.</param>
internal sealed record TransferMade(string Reference, string ConnectorId, string Type, string DestinationAccountId, Money Money);
