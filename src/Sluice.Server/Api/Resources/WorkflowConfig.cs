using System.Text.Json;

namespace Sluice.Server.Api.Resources;

/// <summary>What a workflow does: the shape that the documents show. Definitions themselves are kept and echoed as they were sent.</summary>
/// <param name="Name">A name for people.</param>
/// <param name="Stages">
/// What to do, in order. Each is an object with one key, the stage's kind (send, delay, wait_event, update, noop, hold,
/// confirm_hold, void_hold), whose value says what to do.
/// </param>
internal sealed record WorkflowConfig(string? Name, IReadOnlyList<IReadOnlyDictionary<string, JsonElement>> Stages);
