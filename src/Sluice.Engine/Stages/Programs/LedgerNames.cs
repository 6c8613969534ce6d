using System.Text.RegularExpressions;
using Sluice.Engine.Json;

namespace Sluice.Engine.Stages.Programs;

/// <summary>
/// The names that a ledger takes, by the ledger's own patterns. They are checked here where the ledger's refusal would come too
/// late: in the second of two moves, when the first has been made, and in a script, where a name that comes from a variable and
/// holds a line break could say more than where the money goes.
/// </summary>
internal static partial class LedgerNames
{
    /// <summary>What is wrong with a move.</summary>
    /// <returns>Null when a ledger can be asked for it.</returns>
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
