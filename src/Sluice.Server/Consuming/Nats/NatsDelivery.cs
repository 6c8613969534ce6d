using System.Globalization;
using NATS.Client.Core;
using NATS.Client.JetStream;

namespace Sluice.Server.Consuming.Nats;

/// <summary>One delivery of a message, until it is acknowledged or given back.</summary>
internal readonly struct NatsDelivery(NatsJSMsg<byte[]> message, string topic, ConsumeMessage consume, TimeProvider clock)
{
    /// <summary>How often the server is told that a message is still worked on: well within the time that it waits.</summary>
    private static readonly TimeSpan BetweenSigns = TimeSpan.FromSeconds(10);

    /// <summary>Handles the message and tells the server of it. Never throws: what cannot be told now, a redelivery finds out.</summary>
    public async Task HandleAsync(CancellationToken givingUp)
    {
        if (givingUp.IsCancellationRequested)
        {
            await GiveBackAsync();
            return;
        }

        var handling = consume.HandleAsync(Received(), givingUp);
        while (!await EndsWithinAsync(handling, BetweenSigns))
        {
            await TellAsync(static message => message.AckProgressAsync());
        }

        if (await handling == MessageOutcome.Done)
        {
            await TellAsync(static message => message.AckAsync());
        }
        else if (givingUp.IsCancellationRequested)
        {
            await GiveBackAsync();
        }
        else
        {
            var delay = RedeliveryDelay.After(message.Metadata!.Value.NumDelivered);
            await TellAsync(message => message.NakAsync(new AckOpts { NakDelay = delay }));
        }
    }

    /// <summary>Lets another member have the message at once.</summary>
    public Task GiveBackAsync() => TellAsync(static message => message.NakAsync());

    private ReceivedMessage Received() => new(topic, IdOf(message), message.Data);

    private static string IdOf(NatsJSMsg<byte[]> message) =>
        Header(message, ReceivedMessage.IdHeader) ?? Header(message, "Nats-Msg-Id") ?? PlaceOf(message.Metadata!.Value);

    // With the time, since a stream that is made again counts from one again.
    private static string PlaceOf(NatsJSMsgMetadata place) =>
        string.Create(CultureInfo.InvariantCulture, $"{place.Stream}-{place.Sequence.Stream}-{place.Timestamp.UtcTicks}");

    private static string? Header(NatsJSMsg<byte[]> message, string name) =>
        message.Headers is { } headers && headers.TryGetValue(name, out var values) && values.ToString() is { Length: > 0 } text ? text : null;

    private async Task<bool> EndsWithinAsync(Task handling, TimeSpan time)
    {
        await handling.WaitAsync(time, clock).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return handling.IsCompleted;
    }

    private async Task TellAsync(Func<NatsJSMsg<byte[]>, ValueTask> tell)
    {
        try
        {
            await tell(message);
        }
        catch (Exception exception) when (exception is NatsException or OperationCanceledException or TimeoutException or ObjectDisposedException or IOException)
        {
            // The server delivers it again once it has waited long enough.
        }
    }
}
