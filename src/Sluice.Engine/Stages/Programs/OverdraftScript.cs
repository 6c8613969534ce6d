using System.Text.RegularExpressions;
using Sluice.Engine.Activities;
using Sluice.Engine.Json;

namespace Sluice.Engine.Stages.Programs;

/// <summary>Postings cannot say that an account may go below zero; a script can.</summary>
internal static partial class OverdraftScript
{
    internal static TransactionScript Of(MoneyAmount money, string source, string destination) => new(
        $"send [{money.Asset} {money.Amount}] (\n  source = @{source} allowing unbounded overdraft\n  destination = @{destination}\n)");

    /// <summary>
    /// What must not become part of a script: names come from variables, and one with a line break in it could say more than
    /// where the money goes. The patterns are the ledger's own.
    /// </summary>
    /// <returns>Null when the script can be made.</returns>
    internal static string? Problem(MoneyAmount money, string source, string destination) =>
        !Asset().IsMatch(money.Asset) ? $"{JsonText.Quote(money.Asset)} is no asset, such as USD/2"
        : !Address().IsMatch(source) ? $"{JsonText.Quote(source)} is no account address, such as users:1"
        : !Address().IsMatch(destination) ? $"{JsonText.Quote(destination)} is no account address, such as users:1"
        : null;

    [GeneratedRegex(@"\A[A-Z][A-Z0-9]{0,16}(_[A-Z]{1,16})?(/[0-9]{1,6})?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Asset();

    [GeneratedRegex(@"\A[a-zA-Z0-9_-]+(:[a-zA-Z0-9_-]+)*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Address();
}
