using System.Text.Json.Serialization;

namespace Sluice.Client;

/// <summary>One run of a workflow.</summary>
/// <param name="Id">Its id.</param>
/// <param name="WorkflowId">The workflow it runs.</param>
/// <param name="CreatedAt">When it started.</param>
/// <param name="UpdatedAt">When its state last changed.</param>
/// <param name="Terminated">Whether it has ended, well or not.</param>
/// <param name="TerminatedAt">When it ended; unset while it runs.</param>
/// <param name="Error">Why it failed, or <c>canceled</c> when it was aborted; unset while it runs and when it succeeded.</param>
/// <param name="Status">The stages that have started, in order; unset where the API does not report them.</param>
/// <param name="Workflow">The workflow; unset where the API does not embed it.</param>
public sealed record Instance(
    string Id,
    [property: JsonPropertyName("workflowID")] string WorkflowId,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    bool Terminated,
    DateTimeOffset? TerminatedAt = null,
    string? Error = null,
    IReadOnlyList<StageStatus>? Status = null,
    Workflow? Workflow = null);

/// <summary>How one stage of an instance stands.</summary>
/// <param name="Stage">Its place in the workflow, counted from 0.</param>
/// <param name="StartedAt">When it started.</param>
/// <param name="TerminatedAt">When it ended; unset while it runs.</param>
/// <param name="Error">Why it failed; unset otherwise.</param>
public sealed record StageStatus(int Stage, DateTimeOffset StartedAt, DateTimeOffset? TerminatedAt = null, string? Error = null);
