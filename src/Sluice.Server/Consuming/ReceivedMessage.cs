namespace Sluice.Server.Consuming;

/// <summary>A message as a broker delivered it.</summary>
/// <param name="Topic">The broker's name of where it was published.</param>
/// <param name="Id">What tells it from every other message: the same each time that it is delivered.</param>
/// <param name="Body">Its bytes: an envelope, if all is well.</param>
public sealed record ReceivedMessage(string Topic, string Id, ReadOnlyMemory<byte> Body)
{
    /// <summary>The header in which publishers of the stack give a message its id.</summary>
    public const string IdHeader = "_watermill_message_uuid";
}
