using System.Text.Json;

namespace Sluice.Client;

/// <summary>A stored workflow.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Config">Its definition, as it was posted.</param>
/// <param name="CreatedAt">When it was stored.</param>
/// <param name="UpdatedAt">When it last changed.</param>
/// <param name="DeletedAt">When it was deleted; unset while it is in use.</param>
public sealed record Workflow(
    string Id, WorkflowConfig Config, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, DateTimeOffset? DeletedAt = null);

/// <summary>A workflow's definition.</summary>
/// <param name="Name">Its name; may be empty.</param>
/// <param name="Stages">Its stages in order, each an object with one key: the kind of stage, such as <c>send</c>.</param>
public sealed record WorkflowConfig(string Name, IReadOnlyList<JsonElement> Stages);
