using Sluice.Engine.Activities;

namespace Sluice.Engine.Stages.Programs;

/// <summary>Postings cannot say that an account may go below zero; a script can.</summary>
internal static class OverdraftScript
{
    /// <summary>The script of one move. Its names must have been checked with <see cref="LedgerNames"/>.</summary>
    internal static TransactionScript Of(MoneyAmount money, string source, string destination) => new(
        $"send [{money.Asset} {money.Amount}] (\n  source = @{source} allowing unbounded overdraft\n  destination = @{destination}\n)");
}
