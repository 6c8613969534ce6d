using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Sluice.Engine.Instances;

namespace Sluice.Server.Publishing;

/// <summary>Writes the envelope that services of the stack wrap their events in. Its bytes outlive deployments.</summary>
internal static class MessageEnvelope
{
    private const string DateFormat = "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'";

    /// <summary>Stands where an error is required and none was recorded.</summary>
    private const string UnknownError = "failed without an error message";

    /// <summary>Makes a message.</summary>
    /// <param name="source">Whose story it is a part of.</param>
    /// <param name="key">What makes it the same message however often it is delivered.</param>
    /// <param name="date">When what it tells of happened.</param>
    /// <param name="type">The type of the event.</param>
    /// <param name="payload">The fields of its payload, in order: texts and whole numbers.</param>
    public static PublishedMessage Write(
        Guid source, string key, DateTimeOffset date, string type, params ReadOnlySpan<(string Name, object Value)> payload)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("idempotency_key", key);
            json.WriteString("date", date.UtcDateTime.ToString(DateFormat, CultureInfo.InvariantCulture));
            json.WriteString("app", "orchestration");
            json.WriteString("version", "v2");
            json.WriteString("type", type);
            json.WriteStartObject("payload");
            foreach (var (name, value) in payload)
            {
                if (value is int number)
                {
                    json.WriteNumber(name, number);
                }
                else
                {
                    json.WriteString(name, value.ToString());
                }
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        return new PublishedMessage(source, DerivedId.Of("message", key), type, buffer.WrittenMemory);
    }

    /// <summary>An error's text, which readers rely on being there.</summary>
    public static string Error(string? error) => string.IsNullOrWhiteSpace(error) ? UnknownError : error;
}
