using Sluice.Engine.Instances;
using Sluice.Engine.Workflows;

namespace Sluice.Server.Instances;

/// <summary>An instance without its stages.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Workflow">The workflow it runs.</param>
/// <param name="CreatedAt">When it started.</param>
/// <param name="UpdatedAt">When its state last changed.</param>
/// <param name="TerminatedAt">When it ended, if it has.</param>
/// <param name="Error">The error it ended with, if it did.</param>
public sealed record InstanceSummary(
    InstanceId Id,
    WorkflowId Workflow,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    DateTimeOffset? TerminatedAt,
    string? Error);
