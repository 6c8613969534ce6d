using Sluice.Sandbox.Http;
using Sluice.Sandbox.Ledger.Storage;

namespace Sluice.Sandbox.Ledger.Commands;

/// <summary>A change of the sandbox's file, of whichever service, carried out by the only writer.</summary>
internal abstract class WriterCommand
{
    /// <summary>Carries the command out within a batch; it may be called again after the batch was rolled back.</summary>
    /// <exception cref="RefusedException">The command is refused; nothing has changed.</exception>
    public abstract CommandOutcome Run(LedgerSession session, DateTimeOffset now, LedgerEvents events);
}
