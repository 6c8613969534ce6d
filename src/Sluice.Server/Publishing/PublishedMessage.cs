namespace Sluice.Server.Publishing;

/// <summary>One message for the bus. Made again from the same record it is the same, byte for byte.</summary>
/// <param name="Source">
/// Whose story it is a part of: the instance, or the occurrence that started none. Messages of one source are to stay in order.
/// </param>
/// <param name="Id">Its id, derived from its idempotency key.</param>
/// <param name="Type">What kind of event it tells of.</param>
/// <param name="Body">The envelope as JSON.</param>
public sealed record PublishedMessage(Guid Source, Guid Id, string Type, ReadOnlyMemory<byte> Body)
{
    /// <summary>The topic that all messages are about, before it is mapped to the bus's own name.</summary>
    public const string Topic = "orchestration";

    /// <summary>The trace context that travels with a message: propagation headers as a JSON object, empty without tracing.</summary>
    public const string TraceContext = "{}";
}
