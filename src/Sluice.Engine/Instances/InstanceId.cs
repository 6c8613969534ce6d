using System.Buffers.Binary;
using Sluice.Engine.Triggers;
using Sluice.Engine.Workflows;

namespace Sluice.Engine.Instances;

/// <summary>Identifies an instance. Its last bytes are random or a hash, so they also choose its partition.</summary>
/// <param name="Value">The UUID that the API shows.</param>
public readonly record struct InstanceId(Guid Value)
{
    /// <summary>Makes a new id: a UUID of version 7, so that ids sort by time of creation.</summary>
    /// <param name="now">The time of creation.</param>
    public static InstanceId New(DateTimeOffset now) => new(Guid.CreateVersion7(now));

    /// <summary>
    /// The id that an idempotency key stands for. Deriving it makes the key durable without a table of its own:
    /// a second start with the same key meets the instance of the first.
    /// </summary>
    /// <param name="workflow">The workflow to start; the same key on another workflow is another instance.</param>
    /// <param name="idempotencyKey">The caller's key, as sent.</param>
    /// <returns>A UUID of version 8 (RFC 9562): SHA-256 of workflow and key, cut to 16 bytes.</returns>
    public static InstanceId FromKey(WorkflowId workflow, string idempotencyKey) =>
        new(DerivedId.Of(workflow.ToString(), idempotencyKey));

    /// <summary>
    /// The id of the instance that a trigger starts for a key. As with <see cref="FromKey"/> there is no table of what has been seen:
    /// a second start for the same key meets the instance of the first.
    /// </summary>
    /// <param name="trigger">The trigger.</param>
    /// <param name="key">What the trigger may start one instance for.</param>
    public static InstanceId FromTrigger(TriggerId trigger, string key) => new(DerivedId.Of("trigger", trigger.ToString(), key));

    /// <summary>Whether the id was made for one start, and not derived from what is not to start twice.</summary>
    public bool IsNew => Value.Version == 7;

    /// <summary>Reads the API's form of an id.</summary>
    /// <returns>False when <paramref name="text"/> is not a UUID, and so names no instance.</returns>
    public static bool TryParse(string? text, out InstanceId id)
    {
        var parsed = Guid.TryParseExact(text, "D", out var value);
        id = new InstanceId(value);
        return parsed;
    }

    /// <summary>The partition that owns this instance. The count of a store never changes, so neither does the answer.</summary>
    /// <param name="partitionCount">How many partitions the store has.</param>
    public int Partition(int partitionCount)
    {
        Span<byte> bytes = stackalloc byte[16];
        Value.TryWriteBytes(bytes, bigEndian: true, out _);
        return (int)(BinaryPrimitives.ReadUInt32BigEndian(bytes[12..]) % (uint)partitionCount);
    }

    /// <summary>The lower-case, dashed form that the API uses.</summary>
    public override string ToString() => Value.ToString("D");
}
