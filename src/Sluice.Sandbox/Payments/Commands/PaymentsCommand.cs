using Sluice.Sandbox.Http;
using Sluice.Sandbox.Ledger.Commands;
using Sluice.Sandbox.Ledger.Storage;
using Sluice.Sandbox.Payments.Storage;

namespace Sluice.Sandbox.Payments.Commands;

/// <summary>A change of payments.</summary>
internal abstract class PaymentsCommand
{
    /// <summary>
    /// Checks everything first and only then changes anything: the writer undoes nothing when a command is refused.
    /// </summary>
    /// <returns>The <c>data</c> of the answer as JSON; empty when the answer has no body.</returns>
    /// <exception cref="RefusedException">The command is refused; nothing has changed.</exception>
    public abstract string Execute(PaymentsScope scope);
}

/// <summary>A change of payments as the writer carries it out.</summary>
internal sealed class PaymentsTurn(PaymentsCommand command, PaymentsOptions options, PublicUrl url) : WriterCommand
{
    public override CommandOutcome Run(LedgerSession session, DateTimeOffset now, LedgerEvents events)
    {
        var announced = new PaymentEvents(now, events.Wanted, options.TextAmounts, url);
        var data = command.Execute(new PaymentsScope(PaymentTables.Of(session), now, options.SettleDelay, announced));
        return new CommandOutcome(data, announced.Made);
    }
}
