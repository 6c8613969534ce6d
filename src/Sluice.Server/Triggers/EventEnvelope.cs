using System.Text;
using System.Text.Json;
using Sluice.Engine;
using Sluice.Server.Api.Bodies;

namespace Sluice.Server.Triggers;

/// <summary>A business event as services of the stack publish it, from whatever transport it came.</summary>
/// <param name="Type">What kind of event it is.</param>
/// <param name="Version">The version of the payload's shape; empty when it has none.</param>
/// <param name="IdempotencyKey">What its publisher gave it to be recognized by; empty when it has none.</param>
/// <param name="Payload">What has happened; undefined when the envelope says nothing of it.</param>
/// <param name="Text">The whole envelope as it came.</param>
public sealed record EventEnvelope(string Type, string Version, string IdempotencyKey, JsonElement Payload, string Text)
{
    /// <summary>Reads an envelope, within its bounds. Unknown members are left alone, and kept.</summary>
    /// <param name="message">The message's bytes: one JSON object.</param>
    /// <param name="envelope">The envelope, when there is no problem.</param>
    /// <returns>Null, or what is wrong, with the field's name. Such a message is wrong for ever.</returns>
    public static string? TryParse(ReadOnlySpan<byte> message, out EventEnvelope? envelope)
    {
        envelope = null;
        if (message.Length > Limits.EnvelopeBytesMax)
        {
            return $"the envelope is larger than {Limits.EnvelopeBytesMax} bytes";
        }

        if (JsonFault.Find(message, Limits.EnvelopeDepthMax) is { } fault)
        {
            return fault;
        }

        var json = JsonElement.Parse(message, new JsonDocumentOptions { MaxDepth = Limits.EnvelopeDepthMax });
        if (json.ValueKind != JsonValueKind.Object)
        {
            return $"expected an object but was {JsonBody.NameOf(json.ValueKind)}";
        }

        var problems = new[]
        {
            ReadText(json, "type", out var type),
            ReadText(json, "version", out var version),
            ReadText(json, "idempotency_key", out var key),
        };
        if (problems.FirstOrDefault(problem => problem is not null) is { } first)
        {
            return first;
        }

        if (type.Length == 0)
        {
            return "type: missing";
        }

        json.TryGetProperty("payload", out var payload);
        envelope = new EventEnvelope(type, version, key, payload, Encoding.UTF8.GetString(message));
        return null;
    }

    private static string? ReadText(JsonElement json, string name, out string text)
    {
        text = "";
        if (!json.TryGetProperty(name, out var member) || member.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        if (member.ValueKind != JsonValueKind.String)
        {
            return $"{name}: expected a string but was {JsonBody.NameOf(member.ValueKind)}";
        }

        text = member.GetString()!;
        return text.Length > Limits.EventKeyCharsMax ? $"{name}: longer than {Limits.EventKeyCharsMax} characters" : null;
    }
}
