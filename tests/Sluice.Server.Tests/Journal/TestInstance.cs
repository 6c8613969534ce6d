using Sluice.Engine.Instances;
using Sluice.Engine.Workflows;
using Sluice.Server.Journal;

namespace Sluice.Server.Tests.Journal;

/// <summary>An instance whose turns are made up: the journal does not look into them.</summary>
public sealed class TestInstance(int partition, WorkflowId workflow, DateTimeOffset createdAt)
{
    public static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private long _sequence;

    public TestInstance(int partition = 0)
        : this(partition, new WorkflowId(Guid.NewGuid()), Noon)
    {
    }

    public InstanceId Id { get; init; } = InstanceId.New(createdAt);

    public int Partition => partition;

    /// <summary>Its next turn.</summary>
    public Append Next(long epoch, DateTimeOffset? wakeAt = null, string payload = "[]", string kind = "start") =>
        Turn(epoch, ++_sequence, wakeAt, payload, kind, terminatedAt: null, error: null);

    /// <summary>Its last turn.</summary>
    public Append End(long epoch, string? error = null) =>
        Turn(epoch, ++_sequence, wakeAt: null, "[]", "end", createdAt.AddMinutes(_sequence), error);

    /// <summary>A turn of any sequence, which the instance does not count.</summary>
    public Append Turn(long epoch, long sequence) => Turn(epoch, sequence, null, "[]", "start", null, null);

    private Append Turn(
        long epoch, long sequence, DateTimeOffset? wakeAt, string payload, string kind, DateTimeOffset? terminatedAt, string? error)
    {
        var at = createdAt.AddMinutes(sequence).AddMicroseconds(sequence);
        var status = terminatedAt is null ? InstanceStatus.Running : error is null ? InstanceStatus.Succeeded : InstanceStatus.Failed;
        return new Append(
            partition,
            epoch,
            new JournalRecord(0, Id, sequence, at, kind, payload),
            new InstanceProjection(Id, workflow, createdAt, at, status, terminatedAt, error, wakeAt, sequence));
    }
}
