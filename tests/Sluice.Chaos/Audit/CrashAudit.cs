using Sluice.Chaos.Load;
using Sluice.Chaos.Observation;

namespace Sluice.Chaos.Audit;

/// <summary>
/// Compares what callers were told with what the service and the stack show, and names every disagreement. Pure, so that tests
/// can plant a fault and see it found.
/// </summary>
internal static class CrashAudit
{
    /// <summary>Returns the findings, one sentence each; empty when the world is as it must be.</summary>
    public static IReadOnlyList<string> Check(IReadOnlyList<StartRecord> starts, Observations seen)
    {
        var world = new AuditedWorld(starts, seen);
        return
        [
            .. StartRules.Check(world),
            .. EndRules.Check(world),
            .. TransactionRules.Check(world),
            .. HoldRules.Check(world),
            .. PaymentRules.Check(world),
            .. BalanceRules.Check(world),
        ];
    }
}
