using System.Text.Json;

namespace Sluice.Engine.Workflows;

/// <summary>One stage as its author wrote it: not interpolated, not defaulted.</summary>
/// <param name="Kind">The stage's only key, such as <c>send</c> or <c>delay</c>.</param>
/// <param name="Body">The value of that key: a JSON object.</param>
public sealed record StageDefinition(string Kind, JsonElement Body);
