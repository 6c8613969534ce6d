using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using Sluice.Engine;
using Sluice.Engine.Instances;
using Sluice.Engine.Triggers;
using Sluice.Engine.Workflows;
using Sluice.Server.Activities;
using Sluice.Server.Journal;
using Sluice.Server.Publishing;
using Sluice.Server.Triggers;
using Sluice.Server.Workflows;

namespace Sluice.Server.Partitions;

/// <summary>
/// Hosts a <see cref="Partition"/> on Orleans, which sees to it that there is one per number and that it lives on one thread.
/// Errors leave as data: no exception type of ours has to be known to another node.
/// </summary>
[Reentrant]
[KeepAlive]
public sealed class PartitionGrain(
    IJournal journal,
    IWorkflowStore workflows,
    IActivityRunner runner,
    EventPublishing publishing,
    TimeProvider clock,
    ILogger<Partition> logger)
    : Grain, IPartitionGrain, IDisposable
{
    private FeedPublisher? _publisher;
    private Partition? _partition;

    /// <inheritdoc />
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var number = (int)this.GetPrimaryKeyLong();

        // First, so that nothing is appended before it is known where publishing begins.
        _publisher = await publishing.OpenPartitionAsync(number, cancellationToken);
        _partition = new Partition(
            number, journal, workflows, runner, clock, logger, DeactivateOnIdle, _publisher is { } publisher ? publisher.Signal : null);
        try
        {
            await _partition.OpenAsync(cancellationToken);
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
            await partition.CloseAsync(cancellationToken);
        }

        await StopPublishingAsync();
    }

    /// <inheritdoc />
    public void Dispose() => _partition?.Dispose();

    /// <inheritdoc />
    public Task<StartAnswer> StartAsync(Guid instance, Guid workflow, IReadOnlyDictionary<string, string> variables) =>
        StartAsync(new InstanceId(instance), new WorkflowId(workflow), variables, fired: null);

    /// <inheritdoc />
    public Task<StartAnswer> FireAsync(
        Guid instance, Guid workflow, IReadOnlyDictionary<string, string> variables, Guid trigger, Guid occurrence, string envelope) =>
        StartAsync(
            new InstanceId(instance),
            new WorkflowId(workflow),
            variables,
            new FiredEvent(new Firing(new TriggerId(trigger), new OccurrenceId(occurrence)), envelope));

    /// <inheritdoc />
    public Task<Answer> PostEventAsync(Guid instance, string name) =>
        AnswerAsync(() => Open.PostEventAsync(new InstanceId(instance), name));

    /// <inheritdoc />
    public Task<Answer> AbortAsync(Guid instance) => AnswerAsync(() => Open.AbortAsync(new InstanceId(instance)));

    /// <inheritdoc />
    public Task<bool> WaitForEndAsync(Guid instance, TimeSpan atMost) => Open.WaitForEndAsync(new InstanceId(instance), atMost);

    /// <inheritdoc />
    public Task PingAsync() => Task.CompletedTask;

    private ValueTask StopPublishingAsync() => _publisher?.DisposeAsync() ?? ValueTask.CompletedTask;

    private Partition Open => _partition ?? throw new InvalidOperationException("the grain was called before it was activated");

    private async Task<StartAnswer> StartAsync(
        InstanceId instance, WorkflowId workflow, IReadOnlyDictionary<string, string> variables, FiredEvent? fired)
    {
        InstanceState? state = null;
        var answer = await AnswerAsync(async () =>
        {
            state = await Open.StartAsync(instance, workflow, variables, fired);
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
        catch (Exception exception) when (exception is JournalUnavailableException or FencedException or PartitionClosedException)
        {
            return new Answer(RefusalKind.Unavailable, "the request could not be recorded for now, or it is unknown whether it was; try again");
        }
        catch (JournalDamagedException exception)
        {
            return new Answer(RefusalKind.Damaged, exception.Message);
        }
    }
}
