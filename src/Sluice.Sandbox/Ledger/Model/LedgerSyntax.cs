using System.Text.RegularExpressions;

namespace Sluice.Sandbox.Ledger.Model;

/// <summary>The spelling of names, addresses and assets.</summary>
internal static partial class LedgerSyntax
{
    /// <summary>The account that may always go below zero: where money enters and leaves a ledger.</summary>
    public const string World = "world";

    /// <summary>The longest account address, in characters.</summary>
    public const int AddressCharactersMax = 1024;

    /// <summary>The most digits of an amount; beyond it arithmetic would cost more than any payment is worth.</summary>
    public const int AmountDigitsMax = 1000;

    /// <summary>The most postings of one transaction.</summary>
    public const int PostingsMax = 1000;

    public const string AddressRule = "must be segments of letters, digits, '_' or '-' joined by ':'";

    public const string AssetRule = "must be an asset such as USD or USD/2";

    public static bool IsLedgerName(string text) => LedgerName().IsMatch(text);

    public static bool IsAddress(string text) => text.Length <= AddressCharactersMax && Address().IsMatch(text);

    public static bool IsAsset(string text) => Asset().IsMatch(text);

    [GeneratedRegex(@"\A[0-9a-zA-Z_-]{1,63}\z")]
    private static partial Regex LedgerName();

    [GeneratedRegex(@"\A[a-zA-Z0-9_-]+(:[a-zA-Z0-9_-]+)*\z")]
    private static partial Regex Address();

    [GeneratedRegex(@"\A[A-Z][A-Z0-9]{0,16}(_[A-Z]{1,16})?(/[0-9]{1,6})?\z")]
    private static partial Regex Asset();
}
