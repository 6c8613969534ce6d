using System.Numerics;

namespace Sluice.Chaos.Observation;

/// <summary>The world after a run as its public interfaces show it.</summary>
internal sealed record Observations
{
    public required IReadOnlyList<ObservedInstance> Instances { get; init; }

    public required IReadOnlyList<ObservedTransaction> Transactions { get; init; }

    public required IReadOnlyList<ObservedVolume> Volumes { get; init; }

    public required IReadOnlyList<ObservedMark> Marks { get; init; }

    public required IReadOnlyList<ObservedHold> Holds { get; init; }

    public required IReadOnlyList<ObservedBalance> Balances { get; init; }

    public required IReadOnlyList<ObservedTransfer> Transfers { get; init; }
}

/// <summary>
/// An instance with the calls that its stage histories show, of those that move money, and the token of its start, from its first
/// stage's input; null when that shows none.
/// </summary>
internal sealed record ObservedInstance(string Id, string? Token, bool Terminated, string? Error, IReadOnlyList<ObservedCall> Calls)
{
    /// <summary>Its <c>delay</c> stages that have ended by themselves.</summary>
    public IReadOnlyList<ObservedDelay> Delays { get; init; } = [];

    public bool Succeeded => Terminated && Error is null;
}

/// <summary>A <c>delay</c> stage that has ended.</summary>
internal readonly record struct ObservedDelay(int Stage, DateTimeOffset StartedAt, DateTimeOffset EndedAt);

/// <summary>How a call ended, as the history tells it.</summary>
public enum CallEnd
{
    /// <summary>It has not ended.</summary>
    Pending = 1,

    /// <summary>It took effect.</summary>
    Succeeded = 2,

    /// <summary>It was refused for good.</summary>
    Failed = 3,

    /// <summary>It was given up: it took effect once, or never.</summary>
    Canceled = 4,
}

/// <summary>A call that moves money, in the history of a stage.</summary>
/// <param name="Stage">The stage's index.</param>
/// <param name="Index">The call's index among all of the stage.</param>
/// <param name="Activity">Its name.</param>
/// <param name="End">How it ended.</param>
internal sealed record ObservedCall(int Stage, int Index, string Activity, CallEnd End)
{
    /// <summary>The error it ended with; null when it succeeded.</summary>
    public string? Error { get; init; }

    /// <summary>The transaction that its output names.</summary>
    public TransactionReference? Transaction { get; init; }

    /// <summary>The hold that its output names.</summary>
    public string? Hold { get; init; }

    /// <summary>The reference it gives its transaction, which only the booking of a payment does.</summary>
    public string? Booking { get; init; }
}

/// <summary>Names a transaction of a ledger.</summary>
internal readonly record struct TransactionReference(string Ledger, long Id);

/// <summary>A transaction as the ledger lists it.</summary>
internal sealed record ObservedTransaction(TransactionReference Reference, string? Token, string? Step, IReadOnlyList<ObservedPosting> Postings)
{
    /// <summary>Its own reference, which only the booking of a payment has.</summary>
    public string? Booking { get; init; }
}

internal sealed record ObservedPosting(string Source, string Destination, BigInteger Amount, string Asset);

/// <summary>What went into and out of an account of a ledger in one asset.</summary>
internal sealed record ObservedVolume(string Ledger, string Account, string Asset, BigInteger Input, BigInteger Output);

/// <summary>An account <c>marks:token</c> and the token written on it.</summary>
internal sealed record ObservedMark(string Account, string? Token);

/// <summary>A hold with what remains of it.</summary>
internal sealed record ObservedHold(string Id, string? Token, string? Step, BigInteger Remaining)
{
    /// <summary>The ledger account that has its money.</summary>
    public string Account => $"wallets:holds:{Id.Replace("-", "", StringComparison.Ordinal)}";
}

/// <summary>A balance as the wallets service shows it, named by the ledger account that it is kept in.</summary>
internal sealed record ObservedBalance(string Account, string Asset, BigInteger Amount);

/// <summary>A transfer initiation.</summary>
internal sealed record ObservedTransfer(string Reference, string? Token, string? Step, string Payee, BigInteger Amount, string Asset);
