using System.Text.Json;
using Sluice.Engine.Activities;

namespace Sluice.Engine.Stages.Programs;

/// <summary>One thing a stage program asks for. The program continues past it once its outcome is recorded.</summary>
internal abstract record StageStep
{
    /// <summary>
    /// Call a service. Past this step the outcome is known; a call that fails for good ends the stage, unless the program says
    /// that it can live with the failure.
    /// </summary>
    internal sealed record Call(ActivityRequest Request) : StageStep
    {
        /// <summary>What the stage's error says before the service's message; nothing by default.</summary>
        internal string ErrorPrefix { get; init; } = "";

        /// <summary>The failures that the program goes on after; none by default.</summary>
        internal Func<Failure, bool> Tolerates { get; init; } = _ => false;

        /// <summary>The recorded outcome, put here before the program continues.</summary>
        internal ActivityOutcome? Outcome { get; set; }

        /// <summary>The service's answer; unset when there is none.</summary>
        internal JsonElement? Answer => (Outcome as ActivityOutcome.Succeeded)?.Output;

        /// <summary>The failure that the program tolerated; unset when the call succeeded.</summary>
        internal Failure? Failure => (Outcome as ActivityOutcome.Failed)?.Failure;
    }

    /// <summary>Sleep until an instant.</summary>
    internal sealed record Sleep(DateTimeOffset DueAt) : StageStep;

    /// <summary>Wait for a posted event.</summary>
    /// <param name="Name">The event's name.</param>
    /// <param name="DueAt">When the wait ends the stage with an error; unset means never.</param>
    internal sealed record TakeEvent(string Name, DateTimeOffset? DueAt = null) : StageStep;

    /// <summary>Set a variable of the instance.</summary>
    internal sealed record SetVariable(string Name, string Value) : StageStep;

    /// <summary>End the stage with an error. The program does not continue.</summary>
    internal sealed record Fail(string Error) : StageStep;
}
