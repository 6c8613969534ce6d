using System.Numerics;

namespace Sluice.Sandbox.Wallets.Model;

/// <summary>Money set aside by a pending debit. How much is left of it only its ledger account tells.</summary>
/// <param name="Sequence">Its place in the order of creation; 0 until it is stored.</param>
/// <param name="Destination">Who gets what is confirmed.</param>
/// <param name="TransactionId">The ledger transaction that filled it.</param>
internal sealed record HoldRow(
    long Sequence,
    HoldId Id,
    WalletId Wallet,
    string Asset,
    BigInteger OriginalAmount,
    Subject Destination,
    string Description,
    Metadata Metadata,
    long TransactionId);
