using System.Text.RegularExpressions;

namespace Sluice.Runs;

/// <summary>An account of a ledger.</summary>
/// <param name="Ledger">The ledger.</param>
/// <param name="Address">The account's address.</param>
internal sealed partial record LedgerAccount(string Ledger, string Address)
{
    /// <summary>The ledger where none is named.</summary>
    public const string DefaultLedger = "default";

    /// <summary>Reads <c>[ledger/]account</c>.</summary>
    /// <returns>Unset when it is written otherwise.</returns>
    public static LedgerAccount? Find(string text) => Form().Match(text) is { Success: true } match
        ? new LedgerAccount(
            match.Groups["ledger"] is { Success: true } ledger ? ledger.Value : DefaultLedger, match.Groups["account"].Value)
        : null;

    /// <inheritdoc />
    public override string ToString() => $"{Ledger}/{Address}";

    [GeneratedRegex(
        @"^ ((?<ledger> [A-Za-z0-9_-]{1,63} ) /)? (?<account> [A-Za-z0-9_-]+ (: [A-Za-z0-9_-]+ )* ) \z",
        RegexOptions.ExplicitCapture | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Form();
}
