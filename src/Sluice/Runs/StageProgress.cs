using Sluice.Client;

namespace Sluice.Runs;

/// <summary>How one stage of a run stands.</summary>
/// <param name="Number">Its place in the workflow, counted from 0 as the API does.</param>
/// <param name="Kind">What it is, such as <c>send</c>.</param>
/// <param name="Description">What it does, in a line.</param>
/// <param name="State">Where it is in its life.</param>
internal sealed record StageProgress(int Number, string Kind, string Description, StageState State)
{
    /// <summary>When it started; unset before.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ended; unset before.</summary>
    public DateTimeOffset? TerminatedAt { get; init; }

    /// <summary>Why it failed; unset otherwise.</summary>
    public string? Error { get; init; }

    /// <summary>The attempt of its current or last activity; 0 when it has none.</summary>
    public int Attempt { get; init; }

    /// <summary>Why the last attempt of its current activity failed; unset when none has.</summary>
    public string? LastFailure { get; init; }

    /// <summary>When its current activity is tried again; unset unless it waits for that.</summary>
    public DateTimeOffset? NextAttemptAt { get; init; }

    /// <summary>The event it is over with; unset unless it is a stage that waits for one.</summary>
    public string? AwaitedEvent { get; init; }

    /// <summary>Whether that event was posted on the user's behalf.</summary>
    public bool EventPosted { get; init; }

    /// <summary>The attempts that its author allows; unset for as many as it takes.</summary>
    public int? AttemptsMax { get; init; }

    /// <summary>What it has called and calls.</summary>
    public IReadOnlyList<StageHistoryEntry> Activities { get; init; } = [];
}

/// <summary>Where a stage is in its life.</summary>
internal enum StageState
{
    /// <summary>Its turn has not come.</summary>
    Pending = 1,

    /// <summary>It has started and not ended.</summary>
    Running,

    /// <summary>It has ended well.</summary>
    Succeeded,

    /// <summary>It has failed, or was canceled.</summary>
    Failed,
}
