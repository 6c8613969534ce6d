using System.Text;
using System.Text.Json.Serialization;
using Sluice.Server.Consuming;

namespace Sluice.Server.Api.Resources;

/// <summary>A message of a broker that was taken without effect.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Topic">The broker's name of where it was published.</param>
/// <param name="MessageId">The broker's id of it.</param>
/// <param name="Reason">What is wrong with it.</param>
/// <param name="Tries">How often it was tried.</param>
/// <param name="ParkedAt">When it was parked.</param>
/// <param name="Size">How many bytes it has.</param>
/// <param name="Body">Its bytes as text, as far as they are kept; what is no text is shown as U+FFFD.</param>
internal sealed record ApiParkedMessage(
    Guid Id,
    string Topic,
    [property: JsonPropertyName("messageID")] string MessageId,
    string Reason,
    int Tries,
    DateTimeOffset ParkedAt,
    int Size,
    string Body)
{
    public static ApiParkedMessage Of(ParkedMessage message) => new(
        message.Id.Value,
        message.Topic,
        message.MessageId,
        message.Reason,
        message.Tries,
        message.ParkedAt,
        message.Size,
        Encoding.UTF8.GetString(message.Body.Span));
}
