using System.Numerics;

namespace Sluice.Engine.Activities;

/// <summary>Read a wallet.</summary>
/// <param name="Id">The wallet's id.</param>
public sealed record GetWallet(string Id) : ActivityRequest("GetWallet", StackService.Wallets);

/// <summary>Find wallets by their exact name, which need not be unique.</summary>
/// <param name="Name">The name.</param>
public sealed record ListWallets(string Name) : ActivityRequest("ListWallets", StackService.Wallets);

/// <summary>Put money into a wallet.</summary>
/// <param name="Id">The wallet's id.</param>
/// <param name="Data">The credit.</param>
public sealed record CreditWallet(string Id, WalletCredit Data) : ActivityRequest("CreditWallet", StackService.Wallets);

/// <summary>A credit as the wallets' API takes it.</summary>
/// <param name="Amount">How much.</param>
/// <param name="Metadata">The transaction's metadata; empty rather than unset.</param>
/// <param name="Sources">Where the money comes from, drained in order. Never empty.</param>
/// <param name="Balance">The balance to credit.</param>
/// <param name="Timestamp">The effective time; unset means the time of commit.</param>
public sealed record WalletCredit(
    MoneyAmount Amount,
    IReadOnlyDictionary<string, string> Metadata,
    IReadOnlyList<WalletSubject> Sources,
    string Balance,
    DateTimeOffset? Timestamp = null);

/// <summary>Take money out of a wallet, or set it aside in a hold.</summary>
/// <param name="Id">The wallet's id.</param>
/// <param name="Data">The debit.</param>
public sealed record DebitWallet(string Id, WalletDebit Data) : ActivityRequest("DebitWallet", StackService.Wallets);

/// <summary>A debit as the wallets' API takes it.</summary>
/// <param name="Amount">How much.</param>
/// <param name="Metadata">The transaction's metadata; empty rather than unset.</param>
/// <param name="Balances">The balances to take from, in order.</param>
/// <param name="Destination">Where the money goes; unset means the account <c>world</c> of the wallets' ledger.</param>
/// <param name="Description">A text for people.</param>
/// <param name="Pending">True sets the money aside in a hold, whose id is the answer. Excludes a timestamp.</param>
/// <param name="Timestamp">The effective time; unset means the time of commit.</param>
public sealed record WalletDebit(
    MoneyAmount Amount,
    IReadOnlyDictionary<string, string> Metadata,
    IReadOnlyList<string> Balances,
    WalletSubject? Destination = null,
    string? Description = null,
    bool? Pending = null,
    DateTimeOffset? Timestamp = null);

/// <summary>One end of a wallet's transaction.</summary>
/// <param name="Type"><c>ACCOUNT</c> or <c>WALLET</c>.</param>
/// <param name="Identifier">An account's address or a wallet's id.</param>
/// <param name="Balance">The balance of a wallet.</param>
public sealed record WalletSubject(string Type, string Identifier, string? Balance = null)
{
    /// <summary>An account of the wallets' ledger.</summary>
    public static WalletSubject Account(string address) => new("ACCOUNT", address);

    /// <summary>A balance of a wallet.</summary>
    public static WalletSubject Wallet(string id, string balance) => new("WALLET", id, balance);
}

/// <summary>Let the money of a hold go to where it was meant to go.</summary>
/// <param name="Id">The hold's id.</param>
/// <param name="Amount">How much of it, in minor units of its asset; unset means all that remains.</param>
/// <param name="Final">True gives back what remains after this amount.</param>
public sealed record ConfirmHold(string Id, BigInteger? Amount = null, bool? Final = null)
    : ActivityRequest("ConfirmHold", StackService.Wallets);

/// <summary>Give the money of a hold back to the balances it came from.</summary>
/// <param name="Id">The hold's id.</param>
public sealed record VoidHold(string Id) : ActivityRequest("VoidHold", StackService.Wallets);
