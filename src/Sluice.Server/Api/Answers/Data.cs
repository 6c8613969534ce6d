using System.Text.Json.Serialization;

namespace Sluice.Server.Api.Answers;

/// <summary>The envelope of every answer that is not a page.</summary>
/// <param name="Value">What was asked for.</param>
internal sealed record Data<T>([property: JsonPropertyName("data")] T Value)
    where T : notnull;
