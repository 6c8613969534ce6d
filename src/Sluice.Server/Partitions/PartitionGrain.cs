using Orleans.Concurrency;
using Sluice.Engine;
using Sluice.Engine.Instances;
using Sluice.Engine.Triggers;
using Sluice.Engine.Workflows;
using Sluice.Server.Cluster;
using Sluice.Server.Journal;
using Sluice.Server.Publishing;
using Sluice.Server.Triggers;

namespace Sluice.Server.Partitions;

/// <summary>
/// Hosts a <see cref="Partition"/> on Orleans, which sees to it that there is one per number and that it lives on one thread.
/// Errors leave as data: no exception type of ours has to be known to another node.
/// </summary>
[Reentrant]
[KeepAlive]
[HomePlacement]
internal sealed class PartitionGrain(PartitionParts parts) : Grain, IPartitionGrain, IDisposable
{
    private readonly List<FeedPublisher> _publishers = [];
    private Partition? _partition;
    private long _openedAt;
    private bool _moving;
    private bool _left;

    /// <inheritdoc />
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var number = (int)this.GetPrimaryKeyLong();
        try
        {
            // First, so that nothing is appended before it is known where publishing begins.
            var publisher = await parts.Publishing.OpenPartitionAsync(number, cancellationToken);
            Keep(publisher);
            if (number == 0)
            {
                // Firings that started nothing belong to no partition; somebody has to tell of them, and only one.
                Keep(await parts.Publishing.OpenFailedAsync(cancellationToken));
            }

            _partition = new Partition(
                number, parts.Journal, parts.Workflows, parts.Runner, parts.Clock, parts.Logger, DeactivateOnIdle, publisher is null ? null : publisher.Signal);
            await _partition.OpenAsync(cancellationToken);
            _openedAt = parts.Clock.GetTimestamp();
            parts.Opened.OnOpened();
        }
        catch
        {
            // A grain that does not come to life is not told to end.
            await StopPublishingAsync();
            throw;
        }
    }

    /// <inheritdoc />
    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        if (_partition is { } partition)
        {
            if (!_left)
            {
                await CloseAsync(partition, cancellationToken);
            }

            parts.Opened.OnClosed();
        }

        await StopPublishingAsync();
    }

    /// <inheritdoc />
    public void Dispose() => _partition?.Dispose();

    /// <inheritdoc />
    public Task<StartAnswer> StartAsync(Guid instance, Guid workflow, IReadOnlyDictionary<string, string> variables, bool again) =>
        StartAsync(new InstanceId(instance), new WorkflowId(workflow), variables, fired: null, again);

    /// <inheritdoc />
    public Task<StartAnswer> FireAsync(
        Guid instance, Guid workflow, IReadOnlyDictionary<string, string> variables, Guid trigger, Guid occurrence, string envelope) =>
        StartAsync(
            new InstanceId(instance),
            new WorkflowId(workflow),
            variables,
            new FiredEvent(new Firing(new TriggerId(trigger), new OccurrenceId(occurrence)), envelope),
            again: true);

    /// <inheritdoc />
    public Task<Answer> PostEventAsync(Guid instance, string name, Guid id) =>
        AnswerAsync(() => Open.PostEventAsync(new InstanceId(instance), name, id));

    /// <inheritdoc />
    public Task<Answer> AbortAsync(Guid instance) => AnswerAsync(() => Open.AbortAsync(new InstanceId(instance)));

    /// <inheritdoc />
    public async Task<EndAnswer> WaitForEndAsync(Guid instance, TimeSpan atMost)
    {
        if (Open.IsClosing)
        {
            return new EndAnswer(Ended: false, Moved: true);
        }

        var ended = await Open.WaitForEndAsync(new InstanceId(instance), atMost);
        return new EndAnswer(ended, Moved: !ended && Open.IsClosing);
    }

    /// <inheritdoc />
    public async Task<bool> PingAsync()
    {
        if (!_moving && !_left && !IsAtHome && parts.Clock.GetElapsedTime(_openedAt) > PartitionMoves.SettlingTime)
        {
            _moving = true;
            await parts.Moves.RunAsync(LeaveAsync);
            _moving = false;
        }
        else if (_left)
        {
            // Orleans found no other place for it after all, and it takes no more work here.
            DeactivateOnIdle();
        }

        return !Open.IsClosing;
    }

    private bool IsAtHome => parts.Homes.Of(this.GetGrainId()) is not { } home || home == parts.Node.SiloAddress;

    /// <summary>
    /// Lets the partition go home. By migration: were it only put to sleep, a call from a node that remembers it here would wake it
    /// here again.
    /// </summary>
    private async Task LeaveAsync()
    {
        // By the time it is its turn, a node may have come or gone.
        if (!IsAtHome && !Open.IsClosing)
        {
            // Closed first: Orleans ends nothing that has calls under way, and a wait for an instance's end is such a call.
            await CloseAsync(Open, CancellationToken.None);
            _left = true;
            MigrateOnIdle();
        }
    }

    private async Task CloseAsync(Partition partition, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(parts.Moves.Patience, parts.Clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        await partition.CloseAsync(either.Token);
    }

    private void Keep(FeedPublisher? publisher)
    {
        if (publisher is not null)
        {
            _publishers.Add(publisher);
        }
    }

    private async Task StopPublishingAsync()
    {
        foreach (var publisher in _publishers)
        {
            await publisher.DisposeAsync();
        }
    }

    private Partition Open => _partition ?? throw new InvalidOperationException("the grain was called before it was activated");

    private async Task<StartAnswer> StartAsync(
        InstanceId instance, WorkflowId workflow, IReadOnlyDictionary<string, string> variables, FiredEvent? fired, bool again)
    {
        InstanceState? state = null;
        var answer = await AnswerAsync(async () =>
        {
            state = await Open.StartAsync(instance, workflow, variables, fired, again);
            return null;
        });
        return state is null
            ? new StartAnswer(default, default, null, null, answer)
            : new StartAnswer(state.CreatedAt, state.UpdatedAt, state.TerminatedAt, state.Error);
    }

    private static async Task<Answer> AnswerAsync(Func<Task<Refusal?>> ask)
    {
        try
        {
            return Answer.Of(await ask());
        }
        catch (JournalFullException exception)
        {
            return new Answer(RefusalKind.Overloaded, exception.Message);
        }
        catch (Exception exception) when (exception is FencedException or PartitionClosedException)
        {
            return Answer.OfMoved;
        }
        catch (JournalUnavailableException)
        {
            return new Answer(RefusalKind.Unavailable, "the request could not be recorded for now, or it is unknown whether it was; try again");
        }
        catch (JournalDamagedException exception)
        {
            return new Answer(RefusalKind.Damaged, exception.Message);
        }
    }
}
