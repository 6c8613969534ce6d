using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Sluice.Engine.Json;

namespace Sluice.Engine.Instances;

/// <summary>The journal's form of a turn's events: a JSON array that an operator can read. It outlives deployments.</summary>
public static partial class InstanceEventJson
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
            var events = JsonSerializer.Deserialize(payload, InstanceEventJsonContext.Default.IReadOnlyListInstanceEvent);
            return events is { Count: > 0 } && events.All(@event => @event is not null)
                ? events
                : throw new JournalDamagedException(instance, sequence, "it holds no event where there must be one");
        }
        catch (JsonException exception)
        {
            throw new JournalDamagedException(instance, sequence, Reason(exception), exception);
        }
        catch (NotSupportedException exception)
        {
            throw new JournalDamagedException(instance, sequence, "one of its events does not say what it is", exception);
        }
    }

    /// <summary>Where it cannot be read, or which kind of event is not known. The rest of the message is about our own types.</summary>
    private static string Reason(JsonException exception)
    {
        var kind = UnknownKind().Match(exception.Message);
        return kind.Success ? $"this version knows no {kind.Value}" : $"it cannot be read at {exception.Path ?? "its beginning"}";
    }

    [GeneratedRegex("(?<=discriminator id )'[^']*'")]
    private static partial Regex UnknownKind();
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(BigIntegerJsonConverter), typeof(WorkflowIdJsonConverter), typeof(TriggerIdJsonConverter), typeof(OccurrenceIdJsonConverter)],
    AllowOutOfOrderMetadataProperties = true,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(IReadOnlyList<InstanceEvent>))]
internal sealed partial class InstanceEventJsonContext : JsonSerializerContext;
