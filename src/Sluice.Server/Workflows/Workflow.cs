using Sluice.Engine.Workflows;

namespace Sluice.Server.Workflows;

/// <summary>A stored workflow.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Definition">What it does; never changes.</param>
/// <param name="CreatedAt">When it was created, which is also when it was last changed.</param>
/// <param name="DeletedAt">When it was deleted, if it was. It stays readable, and its instances finish.</param>
public sealed record Workflow(WorkflowId Id, WorkflowDefinition Definition, DateTimeOffset CreatedAt, DateTimeOffset? DeletedAt);
