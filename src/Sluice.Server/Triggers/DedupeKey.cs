using System.Text.Json;

namespace Sluice.Server.Triggers;

/// <summary>
/// What a trigger starts at most one instance for. The instance's id is derived from it, so that whoever comes second, after
/// whatever crash, meets what the first has started.
/// </summary>
internal static class DedupeKey
{
    /// <summary>The types of events that tell how an object stands, each as often as it changes: a trigger runs once per object.</summary>
    private static readonly string[] ObjectEvents = ["SAVED_PAYMENT", "SAVED_ACCOUNT"];

    /// <summary>The key of the message, by which a redelivery is recognized.</summary>
    /// <param name="envelope">The event.</param>
    /// <param name="messageId">The transport's id of the message; null or empty when it has none.</param>
    public static string OfMessage(EventEnvelope envelope, string? messageId) =>
        envelope.IdempotencyKey.Length > 0 ? $"key\n{envelope.IdempotencyKey}"
        : !string.IsNullOrEmpty(messageId) ? $"message\n{messageId}"
        // Nothing tells it from another one: each delivery counts as an event of its own.
        : $"unknown\n{Guid.NewGuid()}";

    /// <summary>The key of what the event makes a trigger start: its object, where there is one, else the message.</summary>
    public static string OfStart(EventEnvelope envelope, string messageKey, string stack) =>
        ObjectEvents.Contains(envelope.Type, StringComparer.Ordinal) && ObjectId(envelope.Payload) is { } id ? $"object\n{stack}\n{id}" : messageKey;

    private static string? ObjectId(JsonElement payload) =>
        payload.ValueKind == JsonValueKind.Object && payload.TryGetProperty("id", out var id)
            ? id.ValueKind switch
            {
                JsonValueKind.String => id.GetString() is { Length: > 0 } text ? text : null,
                JsonValueKind.Number => id.GetRawText(),
                _ => null,
            }
            : null;
}
