namespace Sluice.Server.Consuming;

/// <summary>How long a message waits before it is delivered again.</summary>
internal static class RedeliveryDelay
{
    // Short enough that a backlog flows on soon after what held it up has passed.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    /// <summary>
    /// One second after the first delivery by a broker, twice as long after each further one, at most five seconds; of that a part by
    /// chance, at least half, so that what was refused together does not come back together and be refused again.
    /// </summary>
    public static TimeSpan After(ulong deliveries) => After(TimeSpan.FromSeconds(1), deliveries);

    /// <summary>
    /// The same for a message that stays in hand, where a further try costs no delivery: it begins with a tenth of a second.
    /// </summary>
    public static TimeSpan InHandAfter(ulong tries) => After(TimeSpan.FromMilliseconds(100), tries);

    private static TimeSpan After(TimeSpan first, ulong times) =>
        (0.5 + (Random.Shared.NextDouble() / 2))
        * TimeSpan.FromSeconds(Math.Min(Longest.TotalSeconds, first.TotalSeconds * Math.Pow(2, Math.Min(times, 30) - 1)));
}
