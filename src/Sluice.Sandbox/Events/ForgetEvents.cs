using Sluice.Sandbox.Ledger.Commands;
using Sluice.Sandbox.Ledger.Storage;

namespace Sluice.Sandbox.Events;

/// <summary>Deletes the events that their consumer has taken.</summary>
/// <param name="upTo">The last one's id.</param>
internal sealed class ForgetEvents(long upTo) : WriterCommand
{
    public override CommandOutcome Run(LedgerSession session, DateTimeOffset now, LedgerEvents events)
    {
        EventTable.Of(session).DeleteUpTo(upTo);
        return CommandOutcome.Silent;
    }
}
