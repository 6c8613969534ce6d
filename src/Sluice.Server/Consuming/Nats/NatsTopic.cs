using Microsoft.Extensions.Logging;
using NATS.Client.Core;
using NATS.Client.JetStream;
using Sluice.Server.Publishing;

namespace Sluice.Server.Consuming.Nats;

/// <summary>
/// Consumes one topic, from now until it is stopped: connects, joins the queue group, and does so again whenever the server or its
/// data has gone.
/// </summary>
internal sealed partial class NatsTopic : IAsyncDisposable
{
    /// <summary>How many messages of the topic are handled at a time on this node.</summary>
    private const int InHandMax = 128;

    /// <summary>How often it is checked that the server still has the consumer.</summary>
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(10);

    private readonly string _topic;
    private readonly string _group;
    private readonly NatsOptions _nats;
    private readonly ConsumeMessage _consume;
    private readonly ConsumingState _state;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _givingUp = new();
    private readonly Task _running;

    public NatsTopic(
        string topic, string group, NatsOptions nats, ConsumeMessage consume, ConsumingState state, TimeProvider clock, ILogger logger)
    {
        (_topic, _group, _nats, _consume, _state, _clock, _logger) = (topic, group, nats, consume, state, clock, logger);
        _running = Task.Run(RunAsync, CancellationToken.None);
    }

    /// <summary>Takes no more messages and returns when those in hand are finished, or are given back because the token says so.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        await using var _ = cancellationToken.Register(_givingUp.Cancel);
        await _running;
    }

    public async ValueTask DisposeAsync()
    {
        await _givingUp.CancelAsync();
        await StopAsync(CancellationToken.None);
        _stopping.Dispose();
        _givingUp.Dispose();
    }

    private async Task RunAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                await ConsumeAsync();
            }
            catch (Exception) when (_stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception) when (exception is not OutOfMemoryException)
            {
                // The loop's edge: whatever is wrong with the bus passes, or an operator mends it. The messages wait there.
                if (_state.OnInterrupted(_topic, exception.Message))
                {
                    LogInterrupted(_topic, exception);
                }

                await Task.Delay(_nats.ReconnectWait, _clock, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task ConsumeAsync()
    {
        await using var connection = _nats.Connect();
        await connection.ConnectAsync();
        var jetStream = new NatsJSContext(connection);
        var consumer = await NatsQueueGroup.JoinAsync(jetStream, _topic, _group, _nats.AutoProvision, _stopping.Token);
        await using var subscription = await connection.SubscribeCoreAsync<byte[]>(
            consumer.DeliverSubject,
            consumer.DeliverGroup,
            opts: new NatsSubOpts { ChannelOpts = new NatsSubChannelOpts { Capacity = NatsQueueGroup.AckPendingMax } },
            cancellationToken: _stopping.Token);
        if (_state.OnConsuming(_topic))
        {
            LogGoesOn(_topic);
        }

        using var ending = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
        var watching = WatchAsync(jetStream, consumer, ending);
        try
        {
            // Its own token, not the loop's: what is in hand is finished when the topic is left.
            await Parallel.ForEachAsync(
                UntilAsync(subscription, ending.Token),
                new ParallelOptions { MaxDegreeOfParallelism = InHandMax },
                (message, _) => new ValueTask(Delivery(jetStream, message).HandleAsync(_givingUp.Token)));
        }
        finally
        {
            await ending.CancelAsync();
            await subscription.UnsubscribeAsync();
            await GiveBackAsync(jetStream, subscription);
        }

        await watching;
    }

    private NatsDelivery Delivery(NatsJSContext jetStream, NatsMsg<byte[]> message) =>
        new(new NatsJSMsg<byte[]>(message, jetStream), _topic, _consume, _clock);

    /// <summary>The messages up to the end of the subscription or the token, which is no error.</summary>
    private static async IAsyncEnumerable<NatsMsg<byte[]>> UntilAsync(
        INatsSub<byte[]> subscription, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            NatsMsg<byte[]> message;
            try
            {
                message = await subscription.Msgs.ReadAsync(cancellationToken);
            }
            catch (Exception exception) when (exception is OperationCanceledException or System.Threading.Channels.ChannelClosedException)
            {
                yield break;
            }

            yield return message;
        }
    }

    /// <summary>What was delivered and not begun goes to others of the group at once, not when the server has waited long enough.</summary>
    private async Task GiveBackAsync(NatsJSContext jetStream, INatsSub<byte[]> subscription)
    {
        while (subscription.Msgs.TryRead(out var message))
        {
            await Delivery(jetStream, message).GiveBackAsync();
        }
    }

    /// <summary>Ends the consuming when the server no longer has the consumer: it may have lost its data, or an operator removed it.</summary>
    /// <exception cref="NatsJSApiException">It has not.</exception>
    private async Task WatchAsync(NatsJSContext jetStream, NatsQueueGroup consumer, CancellationTokenSource ending)
    {
        while (!ending.IsCancellationRequested)
        {
            await Task.Delay(BetweenLooks, _clock, ending.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            try
            {
                await jetStream.GetConsumerAsync(consumer.Stream, consumer.Durable, ending.Token);
            }
            catch (NatsJSApiException exception) when (exception.Error.Code == NatsQueueGroup.NotFound)
            {
                await ending.CancelAsync();
                throw;
            }
            catch (Exception exception) when (exception is not OutOfMemoryException)
            {
                // Not connected, most likely; the connection sees to that, and the subscription comes back with it.
            }
        }
    }

    [LoggerMessage(EventId = 910, Level = LogLevel.Warning, Message = "{Topic} cannot be consumed for now; its messages wait on the bus")]
    private partial void LogInterrupted(string topic, Exception exception);

    [LoggerMessage(EventId = 911, Level = LogLevel.Information, Message = "{Topic} is consumed again")]
    private partial void LogGoesOn(string topic);
}
