using System.Text.Json;
using System.Text.Json.Serialization;
using Sluice.Server.Api.OpenApi;
using Sluice.Server.Triggers;

namespace Sluice.Server.Api.Resources;

/// <summary>One firing of a trigger.</summary>
/// <param name="Id">Its id.</param>
/// <param name="TriggerId">The trigger.</param>
/// <param name="Date">When the event was handled.</param>
/// <param name="Event">The event, in its envelope, as it came.</param>
/// <param name="WorkflowInstanceId">The instance it started.</param>
/// <param name="WorkflowInstance">That instance, without its stages.</param>
/// <param name="Error">Why it started none.</param>
internal sealed record ApiOccurrence(
    Guid Id,
    [property: JsonPropertyName("triggerID")] Guid TriggerId,
    DateTimeOffset Date,
    [property: SchemaOf(typeof(BusinessEvent))] JsonElement Event,
    [property: JsonPropertyName("workflowInstanceID")] Guid? WorkflowInstanceId,
    ApiInstance? WorkflowInstance,
    string? Error)
{
    public static ApiOccurrence Of(ListedOccurrence listed) => new(
        listed.Occurrence.Id.Value,
        listed.Occurrence.Trigger.Value,
        listed.Occurrence.Date,
        JsonElement.Parse(listed.Occurrence.Event),
        listed.Occurrence.Instance?.Value,
        listed.Instance is { } instance ? ApiInstance.Of(instance, workflow: null) : null,
        listed.Occurrence.Error);
}

/// <summary>A business event in its envelope: the shape that the documents show.</summary>
/// <param name="Type">What kind of event it is.</param>
/// <param name="Version">The version of the payload's shape.</param>
/// <param name="App">Who published it.</param>
/// <param name="Date">When it happened.</param>
/// <param name="IdempotencyKey">What it is recognized by when it is delivered again.</param>
/// <param name="Payload">What has happened; filters and variables see it as <c>event</c>.</param>
internal sealed record BusinessEvent(
    string Type,
    string? Version,
    string? App,
    DateTimeOffset? Date,
    [property: JsonPropertyName("idempotency_key")] string? IdempotencyKey,
    JsonElement? Payload);
