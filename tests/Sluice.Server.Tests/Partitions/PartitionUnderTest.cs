using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Sluice.Engine.Activities;
using Sluice.Engine.Instances;
using Sluice.Engine.Workflows;
using Sluice.Server.Activities;
using Sluice.Server.Journal;
using Sluice.Server.Partitions;
using Sluice.Server.Workflows;

namespace Sluice.Server.Tests.Partitions;

/// <summary>A partition on a scheduler of its own, over a journal and a clock that outlive it, with attempts that the test answers.</summary>
internal sealed class PartitionUnderTest : IActivityRunner, IWorkflowStore
{
    internal const string Send =
        """{"send":{"source":{"account":{"id":"a"}},"destination":{"account":{"id":"b"}},"amount":{"amount":1,"asset":"USD/2"}}}""";

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);
    private readonly Dictionary<WorkflowId, Workflow> _workflows = [];
    private readonly ConcurrentDictionary<string, (ActivityAttempt Attempt, TaskCompletionSource<ActivityOutcome?> Outcome)> _waiting = new();
    private TaskFactory _scheduler = null!;
    private IActivityRunner _runner;

    private PartitionUnderTest() => _runner = this;

    internal FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));

    internal MemoryJournal Journal { get; } = new();

    internal Partition Partition { get; private set; } = null!;

    internal int Lost { get; private set; }

    /// <summary>A workflow at which something goes wrong that nobody foresaw.</summary>
    internal WorkflowId? Cursed { get; set; }

    internal ConcurrentQueue<string> Sent { get; } = new();

    public bool Saturated { get; set; }

    /// <param name="runner">Makes the runner of attempts from the clock; unset lets the test answer them.</param>
    internal static async Task<PartitionUnderTest> OpenAsync(Func<TimeProvider, IActivityRunner>? runner = null)
    {
        var owner = new PartitionUnderTest();
        owner._runner = runner?.Invoke(owner.Clock) ?? owner;
        await owner.ReopenAsync();
        return owner;
    }

    /// <summary>Makes a new owner, as after a crash or a takeover: the old one is not told.</summary>
    internal async Task ReopenAsync()
    {
        _waiting.Clear();
        _scheduler = new TaskFactory(new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler);
        Partition = new Partition(7, Journal, this, _runner, Clock, NullLogger.Instance, () => Lost++);
        await On(partition => partition.OpenAsync(CancellationToken.None));
    }

    internal Task On(Func<Partition, Task> call)
    {
        var partition = Partition;
        return _scheduler.StartNew(() => call(partition)).Unwrap();
    }

    internal Task<T> On<T>(Func<Partition, Task<T>> call)
    {
        var partition = Partition;
        return _scheduler.StartNew(() => call(partition)).Unwrap();
    }

    internal WorkflowId Add(params string[] stages)
    {
        using var document = JsonDocument.Parse($$"""{"stages":[{{string.Join(',', stages)}}]}""");
        Assert.Null(DefinitionParser.Parse(document.RootElement.Clone(), out var definition));
        var id = new WorkflowId(Guid.NewGuid());
        _workflows.Add(id, new Workflow(id, definition!, Clock.GetUtcNow(), null));
        return id;
    }

    internal Task<InstanceState> StartAsync(params string[] stages) => StartAsync(Add(stages), InstanceId.New(Clock.GetUtcNow()));

    internal Task<InstanceState> StartAsync(WorkflowId workflow, InstanceId id) =>
        On(partition => partition.StartAsync(id, workflow, new Dictionary<string, string>()));

    /// <summary>Answers the attempt of an activity once it is out.</summary>
    internal async Task AnswerAsync(InstanceId id, int stage, ActivityOutcome outcome)
    {
        var key = $"{id}-{stage}-0";
        await UntilAsync(() => _waiting.ContainsKey(key), $"attempt {key} is out");
        Assert.True(_waiting.TryRemove(key, out var waiting));
        waiting.Outcome.SetResult(outcome);
    }

    internal static ActivityOutcome Done => new ActivityOutcome.Succeeded(null);

    internal static ActivityOutcome Again => new ActivityOutcome.Failed(new Failure("C", "try again", Retryable: true));

    /// <summary>What is recorded of an instance; null when nothing is.</summary>
    internal async Task<InstanceHistory?> HistoryAsync(InstanceId id)
    {
        var records = await Journal.ReadAsync(id, CancellationToken.None);
        return records.Count == 0 ? null : InstanceHistory.Of(
            id, records.Select(r => new RecordedTurn(r.Sequence, r.At, InstanceEventJson.Deserialize(id, r.Sequence, r.Payload))));
    }

    internal async Task EndedAsync(InstanceId id) =>
        await UntilAsync(async () => (await HistoryAsync(id))?.TerminatedAt is not null, $"{id} has ended");

    internal static Task UntilAsync(Func<bool> condition, string what) => UntilAsync(() => Task.FromResult(condition()), what);

    internal static async Task UntilAsync(Func<Task<bool>> condition, string what)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(started) < Deadline, $"not within {Deadline}: {what}");
            await Task.Delay(TimeSpan.FromMilliseconds(2), TimeProvider.System);
        }
    }

    async Task<ActivityOutcome?> IActivityRunner.RunAsync(ActivityAttempt attempt)
    {
        var outcome = new TaskCompletionSource<ActivityOutcome?>(TaskCreationOptions.RunContinuationsAsynchronously);
        if (Saturated)
        {
            // Waits in the queue; the test lets it begin by answering, unless it is withdrawn first.
            _waiting[attempt.IdempotencyKey] = (attempt, outcome);
            var answer = await outcome.Task;
            return attempt.TryBegin() ? answer : null;
        }

        Assert.True(attempt.TryBegin());
        Sent.Enqueue(attempt.IdempotencyKey);
        _waiting[attempt.IdempotencyKey] = (attempt, outcome);
        return await outcome.Task;
    }

    public ValueTask<Workflow?> FindAsync(WorkflowId id, CancellationToken cancellationToken) =>
        id == Cursed ? throw new InvalidOperationException("nobody foresaw this") : new(_workflows.GetValueOrDefault(id));

    Task IWorkflowStore.AddAsync(Workflow workflow, CancellationToken cancellationToken) => throw new NotSupportedException();

    Task<IReadOnlyList<Workflow>> IWorkflowStore.ListAsync(ListRange range, CancellationToken cancellationToken) => throw new NotSupportedException();

    Task<bool> IWorkflowStore.DeleteAsync(WorkflowId id, DateTimeOffset deletedAt, CancellationToken cancellationToken) => throw new NotSupportedException();
}
