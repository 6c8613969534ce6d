using Sluice.Sandbox.Http;
using Sluice.Sandbox.Ledger.Commands;
using Sluice.Sandbox.Ledger.Storage;
using Sluice.Sandbox.Payments.Commands;

namespace Sluice.Sandbox.Payments.Settlement;

/// <summary>Carries out changes of payments on the sandbox's only writer, and wakes the connector after each.</summary>
internal sealed class PaymentsWriter(LedgerWriter writer, SandboxOptions options, PublicUrl url, SettlementSignal signal)
{
    /// <summary>Carries out a command and returns when it is durable.</summary>
    /// <exception cref="RefusedException">The command is refused, or too many are waiting, or the sandbox is stopping.</exception>
    public async Task<CommandOutcome> RunAsync(PaymentsCommand command)
    {
        var outcome = await writer.RunAsync(new PaymentsTurn(command, options.Payments, url));
        signal.Set();
        return outcome;
    }
}
