using System.Numerics;

namespace Sluice.EndToEnd.Tests.Crash;

/// <summary>The world after a run as its public interfaces show it.</summary>
internal sealed record Observations(
    IReadOnlyList<ObservedInstance> Instances,
    IReadOnlyList<ObservedTransaction> Transactions,
    IReadOnlyList<ObservedVolume> Volumes,
    IReadOnlyList<ObservedMark> Marks);

/// <summary>
/// An instance with the transactions its stage histories name and the token of its start, from its first stage's input; null when
/// that shows none.
/// </summary>
internal sealed record ObservedInstance(
    string Id, string? Token, bool Terminated, string? Error, IReadOnlyList<TransactionReference> Transactions);

/// <summary>Names a transaction of a ledger.</summary>
internal readonly record struct TransactionReference(string Ledger, long Id);

/// <summary>A transaction with one posting as the ledger lists it.</summary>
internal sealed record ObservedTransaction(TransactionReference Reference, string? Token, string? Step, IReadOnlyList<ObservedPosting> Postings);

internal sealed record ObservedPosting(string Source, string Destination, BigInteger Amount, string Asset);

/// <summary>What went into and out of an account of a ledger in one asset.</summary>
internal sealed record ObservedVolume(string Ledger, string Account, string Asset, BigInteger Input, BigInteger Output);

/// <summary>An account <c>marks:token</c> and the token written on it.</summary>
internal sealed record ObservedMark(string Account, string? Token);
