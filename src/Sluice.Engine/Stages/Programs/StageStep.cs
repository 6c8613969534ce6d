using Sluice.Engine.Activities;

namespace Sluice.Engine.Stages.Programs;

/// <summary>One thing a stage program asks for. The program continues past it once its outcome is recorded.</summary>
internal abstract record StageStep
{
    /// <summary>Call a service. Past this step the call has succeeded; a call that fails for good ends the stage.</summary>
    internal sealed record Call(ActivityRequest Request) : StageStep;

    /// <summary>Sleep until an instant.</summary>
    internal sealed record Sleep(DateTimeOffset DueAt) : StageStep;

    /// <summary>Wait for a posted event.</summary>
    internal sealed record TakeEvent(string Name) : StageStep;

    /// <summary>End the stage with an error.</summary>
    internal sealed record Fail(string Error) : StageStep;
}
