namespace Sluice.Expressions.Times;

/// <summary>A zone out of a zone file: a list of transitions, and a rule for what comes after the last.</summary>
/// <param name="transitions">When each offset starts, in order.</param>
/// <param name="offsets">The offset that starts at each transition.</param>
/// <param name="before">What is in force before the first one.</param>
/// <param name="rule">What is in force after the last one; null when that goes on for ever.</param>
internal sealed class FileZone(string name, long[] transitions, ZoneOffset[] offsets, ZoneOffset before, ZoneRule? rule) : Zone(name)
{
    public override ZoneOffset At(long unixSeconds)
    {
        var index = Array.BinarySearch(transitions, unixSeconds);
        index = index < 0 ? ~index - 1 : index;
        return index < 0 ? before
            : index == transitions.Length - 1 && rule is not null ? rule.At(unixSeconds)
            : offsets[index];
    }

    public override int? OffsetOf(string abbreviation, long unixSeconds)
    {
        var candidates = offsets.Append(before).Where(offset => offset.Abbreviation == abbreviation).ToList();
        foreach (var offset in candidates)
        {
            // The one in force at the instant that the abbreviation's own offset gives.
            if (At(unixSeconds - offset.Seconds).Abbreviation == abbreviation)
            {
                return At(unixSeconds - offset.Seconds).Seconds;
            }
        }

        return candidates.Count > 0 ? candidates[0].Seconds : rule?.OffsetOf(abbreviation);
    }
}
