using System.Text;
using System.Text.Json;
using Sluice.Sandbox.Ledger.Model;

namespace Sluice.Sandbox.Events;

/// <summary>Something the sandbox has committed, as the stack's services publish it on their bus.</summary>
/// <param name="Topic">The logical topic and the envelope's <c>app</c>; <c>ledger</c> for the ledger.</param>
/// <param name="Version">The version of the payload's shape, such as <c>v2</c>.</param>
/// <param name="Type">The kind of event, such as <c>COMMITTED_TRANSACTIONS</c>.</param>
/// <param name="Date">When it was committed, UTC.</param>
/// <param name="IdempotencyKey">Unique to this event, so that a consumer can drop a duplicate.</param>
/// <param name="Payload">The payload as a JSON object.</param>
public sealed record SandboxEvent(string Topic, string Version, string Type, DateTimeOffset Date, string IdempotencyKey, string Payload)
{
    /// <summary>Makes an event with a key of its own.</summary>
    internal static SandboxEvent Create(
        string topic, string version, string type, DateTimeOffset date, Action<Utf8JsonWriter> writePayload) => new(
            topic, version, type, date, Guid.CreateVersion7(date).ToString(), Encoding.UTF8.GetString(JsonText.Write(writePayload).Span));

    /// <summary>The whole message as one JSON object, in the envelope that consumers of the stack expect.</summary>
    public string ToEnvelope()
    {
        var envelope = JsonText.Write(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("idempotency_key", IdempotencyKey);
            writer.WriteString("date", Instant.Format(Date));
            writer.WriteString("app", Topic);
            writer.WriteString("version", Version);
            writer.WriteString("type", Type);
            writer.WritePropertyName("payload");
            writer.WriteRawValue(Payload);
            writer.WriteEndObject();
        });
        return Encoding.UTF8.GetString(envelope.Span);
    }
}
