namespace Sluice.Server.Consuming;

/// <summary>A message that was taken from a broker without effect, because no further delivery would have made it right.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Topic">The broker's name of where it was published.</param>
/// <param name="MessageId">The broker's id of it, cut like the body.</param>
/// <param name="Reason">What is wrong with it.</param>
/// <param name="Tries">How often it was tried.</param>
/// <param name="ParkedAt">When it was parked.</param>
/// <param name="Size">How many bytes it had.</param>
/// <param name="Body">Its bytes, at most the first <see cref="BodyBytesMax"/> of them.</param>
public sealed record ParkedMessage(
    ParkedMessageId Id,
    string Topic,
    string MessageId,
    string Reason,
    int Tries,
    DateTimeOffset ParkedAt,
    int Size,
    ReadOnlyMemory<byte> Body)
{
    /// <summary>How much of a message's body is kept.</summary>
    public const int BodyBytesMax = 64 * 1024;

    /// <summary>How many messages are kept; the oldest make room, so all of them together take 640 MiB at most.</summary>
    public const int KeptMax = 10_000;

    /// <summary>Whether all of it is here, so that it can be handled again.</summary>
    public bool IsWhole => Body.Length == Size;
}
