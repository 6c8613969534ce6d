using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Sluice.Server.Kafka;

namespace Sluice.Server.Consuming.Kafka;

/// <summary>
/// Consumes all topics from Kafka for as long as the process runs, as one member of the consumer group. It has a thread of its own,
/// because asking the client for a message blocks.
/// </summary>
internal sealed partial class KafkaConsuming(
    ConsumingOptions options, KafkaOptions kafka, ConsumeMessage consume, ConsumingState state, TimeProvider clock, ILogger<KafkaConsuming> logger)
    : IHostedService, IDisposable
{
    private static readonly TimeSpan BetweenTries = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _givingUp = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly string _name = string.Join(' ', options.Topics);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        new Thread(Run) { IsBackground = true, Name = "sluice-kafka-consumer" }.Start();
        return Task.CompletedTask;
    }

    /// <summary>Takes no more, and finishes the messages in hand for as long as the token allows; others of the group get the rest.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        await using var _ = cancellationToken.Register(_givingUp.Cancel);
        await _ended.Task;
    }

    public void Dispose()
    {
        _stopping.Dispose();
        _givingUp.Dispose();
    }

    private void Run()
    {
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                using var member = new KafkaMember(options, kafka, new KafkaDelivery(consume, clock, _givingUp.Token), logger)
                {
                    OnConsuming = OnConsuming,
                    OnInterrupted = OnInterrupted,
                };
                member.Run(_stopping.Token);
            }
            catch (Exception exception) when (exception is not OutOfMemoryException)
            {
                // The loop's edge: whatever is wrong with the bus passes, or an operator mends it. The messages wait there.
                OnInterrupted(exception.Message);
                _stopping.Token.WaitHandle.WaitOne(BetweenTries);
            }
        }

        _ended.SetResult();
    }

    private void OnConsuming()
    {
        if (state.OnConsuming(_name))
        {
            LogGoesOn(_name);
        }
    }

    private void OnInterrupted(string reason)
    {
        if (!_stopping.IsCancellationRequested && state.OnInterrupted(_name, reason))
        {
            LogInterrupted(_name, reason);
        }
    }

    [LoggerMessage(EventId = 920, Level = LogLevel.Warning, Message = "{Topics} cannot be consumed for now; the messages wait on the bus: {Reason}")]
    private partial void LogInterrupted(string topics, string reason);

    [LoggerMessage(EventId = 921, Level = LogLevel.Information, Message = "{Topics} are consumed again")]
    private partial void LogGoesOn(string topics);
}
