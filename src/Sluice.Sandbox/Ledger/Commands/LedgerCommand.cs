using Sluice.Sandbox.Events;
using Sluice.Sandbox.Http;
using Sluice.Sandbox.Ledger.Model;
using Sluice.Sandbox.Ledger.Requests;
using Sluice.Sandbox.Ledger.Storage;

namespace Sluice.Sandbox.Ledger.Commands;

/// <summary>A change of one ledger, carried out by the writer.</summary>
internal abstract class LedgerCommand : WriterCommand
{
    /// <summary>The name of the ledger to change.</summary>
    public required string Ledger { get; init; }

    /// <summary>When given, a repetition answers what the first one answered and changes nothing.</summary>
    public IdempotencyKey? IdempotencyKey { get; init; }

    /// <summary>Carries everything out but the keeping of it; such a call neither uses nor repeats a key.</summary>
    public bool DryRun { get; init; }

    /// <summary>Whether a ledger that does not exist is created rather than refused, as the first API version does.</summary>
    public bool CreatesLedger { get; init; }

    /// <inheritdoc/>
    public override (string Ledger, string Key)? KeyInFlight => DryRun || IdempotencyKey is not { } key ? null : (Ledger, key.Key);

    /// <summary>Carries the command out once, or repeats the answer of the call that already did.</summary>
    /// <exception cref="RefusedException">The command is refused; nothing has changed.</exception>
    public override CommandOutcome Run(LedgerSession session, DateTimeOffset now, LedgerEvents events)
    {
        if (DryRun)
        {
            return session.Attempt(() => Execute(Open(session, now, events)), keep: false) with { Events = [] };
        }

        var scope = Open(session, now, events);
        if (IdempotencyKey is not { } key)
        {
            return Execute(scope);
        }

        if (session.FindKey(scope.Ledger.Id, key.Key) is { } used)
        {
            return used.RequestHash.AsSpan().SequenceEqual(key.RequestDigest)
                ? new CommandOutcome(used.Response, []) { IsRepetition = true }
                : throw new RefusedException(KeyReused($"idempotency key \"{key.Key}\" was used for another request"));
        }

        var outcome = Execute(scope);
        session.InsertKey(scope.Ledger.Id, key.Key, key.RequestDigest, outcome.Data);
        return outcome;
    }

    /// <summary>Finds the ledger, or makes it where the command does so.</summary>
    protected virtual LedgerRow Resolve(LedgerSession session, DateTimeOffset now)
    {
        if (session.FindLedger(Ledger) is { } ledger)
        {
            return ledger;
        }

        return CreatesLedger && LedgerSyntax.IsLedgerName(Ledger)
            ? session.InsertLedger(Ledger, CreateLedger.DefaultBucket, now, MetadataMap.Empty, MetadataMap.Empty)
            : throw RefusedException.LedgerNotFound(Ledger);
    }

    /// <summary>How a key is refused that was used for another request.</summary>
    protected virtual Refusal KeyReused(string message) => RefusedException.Validation(message).Refusal;

    /// <summary>
    /// Checks everything first and only then changes anything: the writer undoes nothing when a command is refused.
    /// </summary>
    protected abstract CommandOutcome Execute(LedgerScope scope);

    private LedgerScope Open(LedgerSession session, DateTimeOffset now, LedgerEvents events) =>
        new(session, Resolve(session, now), now, events);
}

/// <summary>What a command answers and announces.</summary>
/// <param name="Data">The <c>data</c> of the answer as JSON; empty when the answer has no body.</param>
internal sealed record CommandOutcome(string Data, IReadOnlyList<SandboxEvent> Events)
{
    /// <summary>Whether it is the answer of an earlier call with the same key.</summary>
    public bool IsRepetition { get; init; }

    public static CommandOutcome Silent { get; } = new("", []);
}
