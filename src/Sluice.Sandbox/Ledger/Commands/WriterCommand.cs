using Sluice.Sandbox.Http;
using Sluice.Sandbox.Ledger.Storage;

namespace Sluice.Sandbox.Ledger.Commands;

/// <summary>A change of the sandbox's file, of whichever service, carried out by the only writer.</summary>
internal abstract class WriterCommand
{
    /// <summary>
    /// The idempotency key of the command, in words that no other ledger's key shares; null for none. While a command with a
    /// key is under way, a second one with that key is refused, since nobody can know yet what to repeat.
    /// </summary>
    public virtual (string Ledger, string Key)? KeyInFlight => null;

    /// <summary>Carries the command out within a batch; it may be called again after the batch was rolled back.</summary>
    /// <exception cref="RefusedException">The command is refused; nothing has changed.</exception>
    public abstract CommandOutcome Run(LedgerSession session, DateTimeOffset now, LedgerEvents events);
}
