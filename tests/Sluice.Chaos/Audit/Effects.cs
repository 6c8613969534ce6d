using Sluice.Chaos.Observation;

namespace Sluice.Chaos.Audit;

/// <summary>How often a call may have taken effect, by what the history says of it.</summary>
internal static class Effects
{
    /// <returns>Null when <paramref name="count"/> effects agree with the history.</returns>
    public static string? Disagreement(this ObservedCall? call, int count)
    {
        var (least, most) = call?.End switch
        {
            CallEnd.Succeeded => (1, 1),
            CallEnd.Canceled or CallEnd.Pending => (0, 1),
            _ => (0, 0),
        };
        return count >= least && count <= most
            ? null
            : $"expected {most}, the history shows the call {call?.End.ToString().ToLowerInvariant() ?? "not made"}";
    }
}
