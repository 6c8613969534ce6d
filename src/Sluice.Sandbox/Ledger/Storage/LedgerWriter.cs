using System.Collections.Concurrent;
using System.Threading.Channels;
using Sluice.Sandbox.Events;
using Sluice.Sandbox.Http;
using Sluice.Sandbox.Ledger.Commands;
using Sluice.Sandbox.Ledger.Model;

namespace Sluice.Sandbox.Ledger.Storage;

/// <summary>
/// The only writer. Commands that arrive while a commit runs share the next one, so the cost of a durable commit is divided
/// among all callers waiting for it; each is answered only after its commit.
/// </summary>
internal sealed partial class LedgerWriter(
    LedgerDatabase database,
    TimeProvider clock,
    IEnumerable<ISandboxEventSubscriber> subscribers,
    EventSignal signal,
    ILogger<LedgerWriter> logger,
    ISandboxEventConsumer? consumer = null)
    : BackgroundService
{
    /// <summary>The most commands waiting; one more is refused.</summary>
    public const int QueuedMax = 2048;

    /// <summary>The most commands of one commit, which bounds what a caller waits for his neighbours.</summary>
    public const int BatchMax = 256;

    /// <summary>The ledger that exists from the first start.</summary>
    public const string DefaultLedger = "default";

    private readonly ISandboxEventSubscriber[] _subscribers = [.. subscribers];
    private readonly Channel<PendingCommand> _queue =
        Channel.CreateBounded<PendingCommand>(new BoundedChannelOptions(QueuedMax) { SingleReader = true });

    private readonly ConcurrentDictionary<(string Ledger, string Key), byte> _keysInFlight = new();
    private LedgerSession? _session;

    /// <summary>Carries out a command and returns when it is durable.</summary>
    /// <exception cref="RefusedException">
    /// The command is refused, its key is that of a command under way, too many are waiting, or the sandbox is stopping.
    /// </exception>
    public Task<CommandOutcome> RunAsync(WriterCommand command) =>
        command.KeyInFlight is { } key ? RunAloneAsync(command, key) : QueueAsync(command);

    private async Task<CommandOutcome> RunAloneAsync(WriterCommand command, (string Ledger, string Key) key)
    {
        if (!_keysInFlight.TryAdd(key, 0))
        {
            throw RefusedException.Conflict($"duplicate idempotency key \"{key.Key}\"");
        }

        try
        {
            return await QueueAsync(command);
        }
        finally
        {
            _keysInFlight.TryRemove(key, out _);
        }
    }

    private Task<CommandOutcome> QueueAsync(WriterCommand command)
    {
        var pending = new PendingCommand(command);
        return _queue.Writer.TryWrite(pending)
            ? pending.Outcome
            : throw RefusedException.Busy($"the ledger is stopping or has {QueuedMax} commands waiting; try again");
    }

    /// <summary>Brings the file up to date before the first request can arrive.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        database.Migrate();
        _session = new LedgerSession(database.OpenForWriting());
        Commit(_session, [new PendingCommand(new EnsureLedger { Ledger = DefaultLedger, CreatesLedger = true })]);
        await base.StartAsync(cancellationToken);
    }

    /// <summary>Takes no more commands, carries out those waiting and closes the file.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _queue.Writer.TryComplete();
        if (ExecuteTask is { } draining)
        {
            await draining.WaitAsync(cancellationToken);
        }

        await base.StopAsync(cancellationToken);
        _session?.Dispose();
        _session = null;
        database.Close();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var session = _session ?? throw new InvalidOperationException("The writer must be started before it runs.");
        var batch = new List<PendingCommand>(BatchMax);

        // Stopping completes the queue; leaving earlier would forget commands whose callers still wait.
        while (await _queue.Reader.WaitToReadAsync(CancellationToken.None))
        {
            batch.Clear();
            while (batch.Count < BatchMax && _queue.Reader.TryRead(out var pending))
            {
                batch.Add(pending);
            }

            Commit(session, batch);
        }
    }

    private void Commit(LedgerSession session, IReadOnlyList<PendingCommand> batch)
    {
        bool stored;
        try
        {
            session.Begin();
            var now = Instant.Truncate(clock.GetUtcNow());
            var events = new LedgerEvents(_subscribers.Length > 0 || consumer is not null);
            foreach (var pending in batch)
            {
                pending.Run(session, now, events);
            }

            stored = Store(session, batch);
            session.Commit();
        }
        catch (Exception exception)
        {
            session.Rollback();
            FailOrSeparate(session, batch, exception);
            return;
        }

        if (stored)
        {
            signal.Set();
        }

        foreach (var pending in batch)
        {
            Publish(pending.Events);
            pending.Answer();
        }
    }

    private bool Store(LedgerSession session, IReadOnlyList<PendingCommand> batch)
    {
        if (consumer is null)
        {
            return false;
        }

        var any = false;
        foreach (var made in batch.SelectMany(pending => pending.Events).Where(made => consumer.Wants(made.Type)))
        {
            EventTable.Of(session).Insert(made);
            any = true;
        }

        return any;
    }

    // A command that breaks the batch must not take its neighbours with it: each is tried once more by itself.
    private void FailOrSeparate(LedgerSession session, IReadOnlyList<PendingCommand> batch, Exception exception)
    {
        if (batch is [var only])
        {
            Log.CommitFailed(logger, exception);
            only.Fail(RefusedException.Busy("the ledger could not store this; try again, with an Idempotency-Key to be safe"));
            return;
        }

        foreach (var pending in batch)
        {
            Commit(session, [pending]);
        }
    }

    private void Publish(IReadOnlyList<SandboxEvent> events)
    {
        foreach (var sandboxEvent in events)
        {
            foreach (var subscriber in _subscribers)
            {
                try
                {
                    subscriber.OnEvent(sandboxEvent);
                }
                catch (Exception exception)
                {
                    Log.SubscriberFailed(logger, exception, sandboxEvent.Type);
                }
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(10, LogLevel.Error, "The ledger could not commit")]
        public static partial void CommitFailed(ILogger logger, Exception exception);

        [LoggerMessage(11, LogLevel.Error, "A subscriber failed on {EventType}")]
        public static partial void SubscriberFailed(ILogger logger, Exception exception, string eventType);
    }
}
