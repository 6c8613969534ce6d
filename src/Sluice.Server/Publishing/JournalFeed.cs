using Microsoft.Extensions.Logging;
using Sluice.Engine.Instances;
using Sluice.Engine.Workflows;
using Sluice.Server.Journal;

namespace Sluice.Server.Publishing;

/// <summary>The turns of a partition. Used by one reader.</summary>
internal sealed partial class JournalFeed(int partition, IJournal journal, IPublishStore store, ILogger logger) : IPublishFeed
{
    /// <summary>Most instances whose workflow is remembered; it is found again when forgotten.</summary>
    private const int RememberedMax = 10_000;

    private readonly Dictionary<InstanceId, WorkflowId> _workflows = [];

    public int Partition => partition;

    /// <summary>The owner tells of each record. This is for those whose commit it could not be sure of.</summary>
    public TimeSpan PollInterval => TimeSpan.FromSeconds(30);

    public async Task<IReadOnlyList<FeedEntry>> ReadAsync(long after, int limit, CancellationToken cancellationToken)
    {
        var records = await journal.TailAsync(partition, after, limit, cancellationToken);
        var entries = new List<FeedEntry>(records.Count);
        foreach (var record in records)
        {
            entries.Add(new FeedEntry(record.Position, await MessagesAsync(record, cancellationToken)));
        }

        return entries;
    }

    private async ValueTask<IReadOnlyList<PublishedMessage>> MessagesAsync(JournalRecord record, CancellationToken cancellationToken)
    {
        IReadOnlyList<InstanceEvent> events;
        try
        {
            events = InstanceEventJson.Deserialize(record.Instance, record.Sequence, record.Payload);
        }
        catch (JournalDamagedException exception)
        {
            // It will never be readable, and its neighbours must not wait for it.
            LogDamaged(exception, record.Instance);
            return [];
        }

        if (!events.Any(EventMessages.IsPublished))
        {
            return [];
        }

        var workflow = await WorkflowAsync(record.Instance, events[0], cancellationToken);
        if (events[^1] is InstanceEvent.Succeeded or InstanceEvent.Failed or InstanceEvent.Canceled)
        {
            _workflows.Remove(record.Instance);
        }

        return EventMessages.Of(record, events, workflow);
    }

    private async ValueTask<WorkflowId> WorkflowAsync(InstanceId instance, InstanceEvent first, CancellationToken cancellationToken)
    {
        if (first is not InstanceEvent.Started started)
        {
            if (_workflows.TryGetValue(instance, out var known))
            {
                return known;
            }

            // Its record and its projection are of one commit, so it is there.
            known = await store.FindWorkflowAsync(instance, cancellationToken)
                ?? throw new InvalidOperationException($"instance {instance} has records and no projection");
            Remember(instance, known);
            return known;
        }

        Remember(instance, started.Workflow);
        return started.Workflow;
    }

    private void Remember(InstanceId instance, WorkflowId workflow)
    {
        if (_workflows.Count >= RememberedMax)
        {
            _workflows.Clear();
        }

        _workflows[instance] = workflow;
    }

    [LoggerMessage(EventId = 800, Level = LogLevel.Error, Message = "A record of instance {InstanceId} cannot be read, so nothing is published of it")]
    private partial void LogDamaged(Exception exception, InstanceId instanceId);
}
