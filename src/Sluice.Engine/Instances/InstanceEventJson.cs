using System.Text.Json;
using System.Text.Json.Serialization;
using Sluice.Engine.Json;

namespace Sluice.Engine.Instances;

/// <summary>The journal's form of a turn's events: a JSON array that an operator can read. It outlives deployments.</summary>
public static class InstanceEventJson
{
    /// <summary>Writes the events of one turn.</summary>
    public static string Serialize(IReadOnlyList<InstanceEvent> events) =>
        JsonSerializer.Serialize(events, InstanceEventJsonContext.Default.IReadOnlyListInstanceEvent);

    /// <summary>Reads the events of one turn.</summary>
    /// <param name="instance">The instance, for the error's text.</param>
    /// <param name="sequence">The record's place in the instance, for the error's text.</param>
    /// <param name="payload">The record's payload.</param>
    /// <exception cref="JournalDamagedException">The payload is no JSON, or holds a kind of event this version does not know.</exception>
    public static IReadOnlyList<InstanceEvent> Deserialize(InstanceId instance, long sequence, string payload)
    {
        try
        {
            return JsonSerializer.Deserialize(payload, InstanceEventJsonContext.Default.IReadOnlyListInstanceEvent)
                ?? throw new JournalDamagedException(instance, sequence, "its payload is null");
        }
        catch (Exception exception) when (exception is JsonException or NotSupportedException)
        {
            throw new JournalDamagedException(instance, sequence, exception.Message, exception);
        }
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(BigIntegerJsonConverter), typeof(WorkflowIdJsonConverter)],
    AllowOutOfOrderMetadataProperties = true,
    RespectRequiredConstructorParameters = false)]
[JsonSerializable(typeof(IReadOnlyList<InstanceEvent>))]
internal sealed partial class InstanceEventJsonContext : JsonSerializerContext;
