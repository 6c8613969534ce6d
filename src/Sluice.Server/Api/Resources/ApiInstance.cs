using System.Text.Json.Serialization;
using Sluice.Engine.Instances;
using Sluice.Server.Instances;
using Sluice.Server.Journal;
using Sluice.Server.Workflows;

namespace Sluice.Server.Api.Resources;

/// <summary>One run of a workflow.</summary>
/// <param name="WorkflowId">The workflow.</param>
/// <param name="Id">Its id.</param>
/// <param name="CreatedAt">When it started.</param>
/// <param name="UpdatedAt">When its state last changed.</param>
/// <param name="Terminated">Whether it has ended.</param>
/// <param name="TerminatedAt">When it ended.</param>
/// <param name="Error">The error it ended with.</param>
/// <param name="Workflow">The workflow, where it is told along.</param>
/// <param name="Status">The stages that have started, in order, where they are told along.</param>
internal sealed record ApiInstance(
    [property: JsonPropertyName("workflowID")] Guid WorkflowId,
    Guid Id,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    bool Terminated,
    DateTimeOffset? TerminatedAt,
    string? Error,
    ApiWorkflow? Workflow = null,
    IReadOnlyList<ApiStageStatus>? Status = null)
{
    /// <summary>An instance that was just started.</summary>
    public static ApiInstance Of(InstanceSummary instance) => new(
        instance.Workflow.Value, instance.Id.Value, instance.CreatedAt, instance.UpdatedAt,
        instance.TerminatedAt is not null, instance.TerminatedAt, instance.Error);

    /// <summary>An instance in a list.</summary>
    public static ApiInstance Of(InstanceProjection instance, ApiWorkflow? workflow) => new(
        instance.Workflow.Value, instance.Id.Value, instance.CreatedAt, instance.UpdatedAt,
        instance.TerminatedAt is not null, instance.TerminatedAt, instance.Error, workflow);

    /// <summary>An instance by itself.</summary>
    public static ApiInstance Of(InstanceHistory instance, Workflow? workflow) => new(
        instance.Workflow.Value, instance.Id.Value, instance.CreatedAt, instance.UpdatedAt,
        instance.TerminatedAt is not null, instance.TerminatedAt, instance.Error,
        workflow is null ? null : ApiWorkflow.Of(workflow),
        [.. instance.Stages.Select(stage => ApiStageStatus.Of(instance.Id, stage))]);
}

/// <summary>Where a stage of an instance stands.</summary>
/// <param name="Stage">The stage's place in the workflow, from 0.</param>
/// <param name="InstanceId">The instance.</param>
/// <param name="RunId">An opaque id of the run.</param>
/// <param name="StartedAt">When the stage started.</param>
/// <param name="TerminatedAt">When it ended.</param>
/// <param name="Error">The error it ended with.</param>
internal sealed record ApiStageStatus(
    int Stage,
    [property: JsonPropertyName("instanceID")] Guid InstanceId,
    [property: JsonPropertyName("temporalRunID")] string RunId,
    DateTimeOffset StartedAt,
    DateTimeOffset? TerminatedAt,
    string? Error)
{
    public static ApiStageStatus Of(InstanceId instance, StageHistory stage) =>
        new(stage.Index, instance.Value, instance.ToString(), stage.StartedAt, stage.TerminatedAt, stage.Error);
}
