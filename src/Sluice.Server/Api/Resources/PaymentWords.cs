using System.Collections.Frozen;

namespace Sluice.Server.Api.Resources;

/// <summary>
/// The words for payments that SDKs know. They reject a whole history for one that they do not, so what the service says is told
/// in these, and in its own words beside them.
/// </summary>
internal static class PaymentWords
{
    private static readonly FrozenSet<string> Statuses =
        FrozenSet.Create(StringComparer.Ordinal, "PENDING", "ACTIVE", "TERMINATED", "FAILED", "SUCCEEDED", "CANCELLED");

    private static readonly FrozenSet<string> Types = FrozenSet.Create(StringComparer.Ordinal, "PAY-IN", "PAYOUT", "TRANSFER", "OTHER");

    private static readonly FrozenSet<string> Schemes = FrozenSet.Create(
        StringComparer.Ordinal,
        "visa", "mastercard", "amex", "diners", "discover", "jcb", "unionpay", "sepa debit", "sepa credit", "sepa", "apple pay",
        "google pay", "a2a", "ach debit", "ach", "rtp", "unknown", "other");

    private static readonly FrozenDictionary<string, string> Providers = new[]
    {
        "STRIPE", "DUMMY-PAY", "WISE", "MODULR", "CURRENCY-CLOUD", "BANKING-CIRCLE", "MANGOPAY", "MONEYCORP",
    }.ToFrozenDictionary(Plain, StringComparer.Ordinal);

    /// <summary>A payment's status, and the service's own word unless it is the same.</summary>
    public static (string Known, string? Original) Status(string status)
    {
        var known = Statuses.Contains(status) ? status : status == "EXPIRED" ? "CANCELLED" : "TERMINATED";
        return (known, Original(status, known));
    }

    /// <summary>A payment's scheme, and the service's own word unless it is the same.</summary>
    public static (string Known, string? Original) Scheme(string scheme)
    {
        var plain = scheme.Replace('_', ' ').ToLowerInvariant();
        var known = Schemes.Contains(plain) ? plain : "other";
        return (known, Original(scheme, known));
    }

    /// <summary>A payment's type.</summary>
    public static string Type(string type) => Types.Contains(type) ? type : "OTHER";

    /// <summary>A provider, however the service spells it.</summary>
    /// <returns>Null for one that SDKs do not know.</returns>
    public static string? Provider(string provider) => Providers.GetValueOrDefault(Plain(provider));

    private static string? Original(string original, string known) => original.Length == 0 || original == known ? null : original;

    private static string Plain(string provider) => provider.Replace("-", "", StringComparison.Ordinal).ToUpperInvariant();
}
