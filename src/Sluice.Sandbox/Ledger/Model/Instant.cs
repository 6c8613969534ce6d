using System.Globalization;
using System.Text.RegularExpressions;

namespace Sluice.Sandbox.Ledger.Model;

/// <summary>Instants as the ledger reads, stores and writes them: UTC, RFC 3339, microseconds.</summary>
internal static partial class Instant
{
    private const string Layout = "yyyy-MM-ddTHH:mm:ss.ffffffZ";

    public static string Format(DateTimeOffset value) => value.UtcDateTime.ToString(Layout, CultureInfo.InvariantCulture);

    /// <summary>What is left of <paramref name="value"/> after it was written and read back.</summary>
    public static DateTimeOffset Truncate(DateTimeOffset value) =>
        new(value.UtcTicks - (value.UtcTicks % TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);

    public static DateTimeOffset Parse(string stored) =>
        DateTimeOffset.ParseExact(stored, Layout, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    /// <summary>Reads what a client sent: a date, a time and a zone; digits below the microsecond are cut off.</summary>
    public static bool TryRead(string text, out DateTimeOffset value)
    {
        value = default;
        if (Rfc3339().Match(text) is not { Success: true } match)
        {
            return false;
        }

        // The framework reads seven digits of a second at most; clients may send nine.
        var fraction = match.Groups["fraction"].Value;
        var readable = fraction.Length > 6 ? text.Remove(match.Groups["fraction"].Index + 6, fraction.Length - 6) : text;
        if (!DateTimeOffset.TryParse(readable, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out var parsed))
        {
            return false;
        }

        value = Truncate(parsed);
        return true;
    }

    [GeneratedRegex(
        @"\A[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(\.(?<fraction>[0-9]{1,9}))?([Zz]|[+-][0-9]{2}:[0-9]{2})\z")]
    private static partial Regex Rfc3339();
}
