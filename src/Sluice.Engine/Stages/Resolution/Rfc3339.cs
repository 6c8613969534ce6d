using System.Globalization;

namespace Sluice.Engine.Stages.Resolution;

/// <summary>Reads instants such as <c>2024-05-01T10:00:00.123456Z</c> or <c>2024-05-01T12:00:00+02:00</c>.</summary>
internal static class Rfc3339
{
    private const int SecondsEnd = 19;

    /// <summary>Reads an instant; the zone is required, digits past the microsecond are cut off.</summary>
    /// <param name="text">The text: upper-case <c>T</c> and <c>Z</c>, no leap second.</param>
    /// <param name="instant">The instant in UTC.</param>
    /// <returns>False for any other text, and for instants outside the years 1 to 9999.</returns>
    public static bool TryParse(string text, out DateTimeOffset instant)
    {
        instant = default;
        if (text.Length <= SecondsEnd || !DateTime.TryParseExact(
            text.AsSpan(0, SecondsEnd), "yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.None, out var local))
        {
            return false;
        }

        var rest = text.AsSpan(SecondsEnd);
        if (!TryTakeFraction(ref rest, out var fraction) || !TryReadZone(rest, out var offset))
        {
            return false;
        }

        var ticks = local.Ticks + fraction.Ticks - offset.Ticks;
        if (ticks < DateTime.MinValue.Ticks || ticks > DateTime.MaxValue.Ticks)
        {
            return false;
        }

        instant = new DateTimeOffset(ticks, TimeSpan.Zero);
        return true;
    }

    private static bool TryTakeFraction(ref ReadOnlySpan<char> rest, out TimeSpan fraction)
    {
        fraction = TimeSpan.Zero;
        if (rest[0] != '.')
        {
            return true;
        }

        var end = rest[1..].IndexOfAnyExceptInRange('0', '9');
        if (end <= 0)
        {
            return false;
        }

        var digits = rest.Slice(1, Math.Min(end, 6));
        rest = rest[(end + 1)..];
        var micros = int.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);
        for (var i = digits.Length; i < 6; i++)
        {
            micros *= 10;
        }

        fraction = TimeSpan.FromMicroseconds(micros);
        return true;
    }

    private static bool TryReadZone(ReadOnlySpan<char> zone, out TimeSpan offset)
    {
        offset = TimeSpan.Zero;
        if (zone is "Z")
        {
            return true;
        }

        if (zone is not ['+' or '-', _, _, ':', _, _] ||
            !TimeSpan.TryParseExact(zone[1..], @"hh\:mm", CultureInfo.InvariantCulture, out offset))
        {
            return false;
        }

        offset = zone[0] == '-' ? -offset : offset;
        return true;
    }
}
