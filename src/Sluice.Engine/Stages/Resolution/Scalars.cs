using System.Globalization;
using System.Numerics;
using Sluice.Engine.Json;

namespace Sluice.Engine.Stages.Resolution;

/// <summary>The scalars that stages are made of.</summary>
internal static class Scalars
{
    private const int MultiplierMax = 1_000;

    /// <summary>A text, as <see cref="string"/>.</summary>
    public static readonly Shape Text = new ScalarShape("expected string", text => new Scalar(text, null));

    /// <summary>An amount of money, as <see cref="BigInteger"/>: exact, of any size, never negative.</summary>
    public static readonly Shape Amount = new ScalarShape(
        "expected big int or interpolated string",
        text => AmountFrom(text, ExactInteger.ReadText(text, out var value), value),
        number => AmountFrom(number, ExactInteger.ReadJsonNumber(number, out var value), value));

    /// <summary>A yes or no, as <see cref="bool"/>.</summary>
    public static readonly Shape Flag = new ScalarShape("expected bool or interpolated string", FlagFrom, allowsBoolean: true);

    /// <summary>A span of time, as <see cref="GoDuration"/>; an empty text is a span of zero.</summary>
    public static readonly Shape Duration = new ScalarShape("expected duration string", DurationFrom, ofEmpty: default(GoDuration));

    /// <summary>A span of time that passes before something is given up, as <see cref="GoDuration"/>: longer than zero.</summary>
    public static readonly Shape TimeLimit = new ScalarShape("expected duration string", text => Positive(DurationFrom(text), text));

    /// <summary>A wait between attempts, as <see cref="TimeSpan"/>.</summary>
    public static readonly Shape Interval = new ScalarShape("expected duration string", IntervalFrom);

    /// <summary>How many attempts to make, as <see cref="int"/>.</summary>
    public static readonly Shape Attempts = new ScalarShape("expected integer or interpolated string", AttemptsFrom, AttemptsFrom);

    /// <summary>What each wait is multiplied by, as <see cref="decimal"/>.</summary>
    public static readonly Shape Multiplier = new ScalarShape("expected number or interpolated string", MultiplierFrom, MultiplierFrom);

    /// <summary>An instant, as <see cref="DateTimeOffset"/> in UTC.</summary>
    public static readonly Shape Instant = new ScalarShape("expected date as rfc3339 format", InstantFrom);

    /// <summary>The kind of a transfer, as the upper-case <see cref="string"/> that the payments service knows.</summary>
    public static readonly Shape TransferType = new ScalarShape("expected string", TransferTypeFrom);

    private static Scalar AmountFrom(string written, string? problem, BigInteger value)
    {
        if (problem is not null)
        {
            return new Scalar(null, $"unable to parse {JsonText.Quote(written)} as big int: {problem}");
        }

        return value.Sign < 0
            ? new Scalar(null, $"must not be negative but was {JsonText.Quote(written)}")
            : new Scalar(value, null);
    }

    private static Scalar FlagFrom(string text) => text.ToLowerInvariant() switch
    {
        "true" => new Scalar(true, null),
        "false" => new Scalar(false, null),
        _ => new Scalar(null, $"unable to resolve {JsonText.Quote(text)} to bool value"),
    };

    private static Scalar DurationFrom(string text) => GoDuration.TryParse(text, out var duration)
        ? new Scalar(duration, null)
        : new Scalar(null, $"unable to resolve {JsonText.Quote(text)} to duration value, such as 1h30m");

    private static Scalar Positive(Scalar duration, string text) => duration.Value is GoDuration { Nanoseconds: <= 0 }
        ? new Scalar(null, $"must be longer than zero but was {JsonText.Quote(text)}")
        : duration;

    private static Scalar IntervalFrom(string text) => Positive(DurationFrom(text), text) switch
    {
        { Problem: { } problem } => new Scalar(null, problem),
        { Value: GoDuration duration } when duration.ToTimeSpan() <= Limits.RetryIntervalMax => new Scalar(duration.ToTimeSpan(), null),
        _ => new Scalar(null, $"must be at most {Limits.RetryIntervalMax.TotalDays} days but was {JsonText.Quote(text)}"),
    };

    private static Scalar AttemptsFrom(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var attempts) && attempts >= 1 && attempts <= Limits.AttemptsMax
            ? new Scalar(attempts, null)
            : new Scalar(null, $"must be an integer from 1 to {Limits.AttemptsMax} but was {JsonText.Quote(text)}");

    private static Scalar MultiplierFrom(string text) =>
        decimal.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var multiplier)
        && multiplier >= 1 && multiplier <= MultiplierMax
            ? new Scalar(multiplier, null)
            : new Scalar(null, $"must be a number from 1 to {MultiplierMax} but was {JsonText.Quote(text)}");

    private static Scalar InstantFrom(string text) => Rfc3339.TryParse(text, out var instant)
        ? new Scalar(instant, null)
        : new Scalar(null, $"expected date as rfc3339 format but was {JsonText.Quote(text)}");

    private static Scalar TransferTypeFrom(string text) => text.ToUpperInvariant() switch
    {
        "TRANSFER" => new Scalar("TRANSFER", null),
        "PAYOUT" => new Scalar("PAYOUT", null),
        _ => new Scalar(null, $"invalid transfer type: {JsonText.Quote(text)} (must be TRANSFER or PAYOUT)"),
    };
}
