using System.Text.Json;
using System.Text.Json.Serialization;
using Sluice.Server.Api.OpenApi;
using Sluice.Server.Workflows;

namespace Sluice.Server.Api.Resources;

/// <summary>A stored workflow.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Config">What it does, as its author wrote it.</param>
/// <param name="CreatedAt">When it was created.</param>
/// <param name="UpdatedAt">When it was last changed.</param>
/// <param name="DeletedAt">When it was deleted; null while it is not.</param>
internal sealed record ApiWorkflow(
    Guid Id,
    [property: SchemaOf(typeof(WorkflowConfig))] JsonElement Config,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] DateTimeOffset? DeletedAt)
{
    public static ApiWorkflow Of(Workflow workflow) => new(
        workflow.Id.Value, workflow.Definition.Config, workflow.CreatedAt, workflow.DeletedAt ?? workflow.CreatedAt, workflow.DeletedAt);
}
