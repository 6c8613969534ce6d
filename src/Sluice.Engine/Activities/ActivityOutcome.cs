using System.Text.Json;

namespace Sluice.Engine.Activities;

/// <summary>How one attempt of an activity ended.</summary>
public abstract record ActivityOutcome
{
    private ActivityOutcome()
    {
    }

    /// <summary>The effect is in the stack.</summary>
    /// <param name="Output">The service's answer; unset when it answers nothing.</param>
    public sealed record Succeeded(JsonElement? Output) : ActivityOutcome;

    /// <summary>The attempt failed, or it is unknown whether it had its effect.</summary>
    /// <param name="Failure">Why.</param>
    public sealed record Failed(Failure Failure) : ActivityOutcome;

    /// <summary>The service does not answer anybody, and so the attempt counts as none.</summary>
    /// <param name="Reason">The text that histories show. Never empty.</param>
    /// <param name="Sent">
    /// Whether it was sent all the same, to find out whether the service is back. Then it may have had its effect.
    /// </param>
    public sealed record Paused(string Reason, bool Sent = false) : ActivityOutcome;
}
