using System.Security.Cryptography;
using Sluice.Engine.Instances;

namespace Sluice.Server.Consuming;

/// <summary>Identifies a parked message.</summary>
/// <param name="Value">The UUID that the API shows.</param>
public readonly record struct ParkedMessageId(Guid Value)
{
    /// <summary>The id of a message, so that parking it again, after a crash before its acknowledgement, changes nothing.</summary>
    public static ParkedMessageId Of(ReceivedMessage message) =>
        new(DerivedId.Of("parked", Convert.ToHexString(SHA256.HashData(message.Body.Span)), message.Topic, message.Id));

    /// <summary>Reads the API's form of an id.</summary>
    /// <returns>False when <paramref name="text"/> is not a UUID, and so names no message.</returns>
    public static bool TryParse(string? text, out ParkedMessageId id)
    {
        var parsed = Guid.TryParseExact(text, "D", out var value);
        id = new ParkedMessageId(value);
        return parsed;
    }

    /// <summary>The lower-case, dashed form that the API uses.</summary>
    public override string ToString() => Value.ToString("D");
}
