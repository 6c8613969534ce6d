using Sluice.Chaos.Load;
using Sluice.Chaos.Observation;

namespace Sluice.Chaos.Audit;

/// <summary>What callers were told and what was seen, brought together by the token that names each start.</summary>
internal sealed class AuditedWorld
{
    private readonly Dictionary<string, StartRecord> _starts;
    private readonly ILookup<string?, ObservedTransaction> _transactions;
    private readonly ILookup<string?, ObservedTransfer> _transfers;
    private readonly Dictionary<string, ObservedHold> _holds;

    public AuditedWorld(IReadOnlyList<StartRecord> starts, Observations seen)
    {
        (Starts, Seen) = (starts, seen);
        _starts = starts.ToDictionary(start => start.Token);
        _holds = seen.Holds.ToDictionary(hold => hold.Account);
        _transactions = seen.Transactions.ToLookup(TokenOf);
        _transfers = seen.Transfers.ToLookup(transfer => transfer.Token);
        Runs =
        [
            .. from instance in seen.Instances
               where instance.Token is not null && _starts.ContainsKey(instance.Token)
               select new AuditedRun(instance, _starts[instance.Token!]),
        ];
        RunsByToken = Runs.DistinctBy(run => run.Start.Token).ToDictionary(run => run.Start.Token);
    }

    public IReadOnlyList<StartRecord> Starts { get; }

    public Observations Seen { get; }

    /// <summary>The instances whose starts are known.</summary>
    public IReadOnlyList<AuditedRun> Runs { get; }

    /// <summary>The same by token; of several instances of one start, which is a finding, one.</summary>
    public IReadOnlyDictionary<string, AuditedRun> RunsByToken { get; }

    public IEnumerable<ObservedTransaction> TransactionsOf(StartRecord start) => _transactions[start.Token];

    public IEnumerable<ObservedTransfer> TransfersOf(StartRecord start) => _transfers[start.Token];

    /// <summary>The start that a transaction belongs to. What ends a hold carries no metadata of its own and belongs with the hold.</summary>
    public string? TokenOf(ObservedTransaction transaction) => transaction.Token ?? HoldReleasedBy(transaction)?.Token;

    /// <summary>The hold that a transaction ends, or a part of; null when it ends none.</summary>
    public ObservedHold? HoldReleasedBy(ObservedTransaction transaction) =>
        transaction.Postings is [var first, ..] ? _holds.GetValueOrDefault(first.Source) : null;

    /// <summary>The hold that a transaction opens; null when it opens none.</summary>
    public ObservedHold? HoldOpenedBy(ObservedTransaction transaction) =>
        transaction.Postings is [var only] ? _holds.GetValueOrDefault(only.Destination) : null;
}
