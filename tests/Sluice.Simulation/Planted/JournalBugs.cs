using Sluice.Engine.Instances;
using Sluice.Server.Journal;

namespace Sluice.Simulation.Planted;

/// <summary>Bugs in what is written.</summary>
internal sealed class BrokenAppends(OwnerSurroundings surroundings, Func<OwnerSurroundings, Append, Task<long>> append) : JournalDecorator(surroundings.Store)
{
    public override Task<long> AppendAsync(Append given, CancellationToken cancellationToken) => append(surroundings, given);

    /// <summary>Every append passes for one of the current owner.</summary>
    internal static Task<long> WithoutFence(OwnerSurroundings surroundings, Append append) =>
        surroundings.Store.AppendAsync(append with { Epoch = surroundings.Data.Epoch(append.Partition) }, CancellationToken.None);

    /// <summary>An owner that is told that it has lost its partition takes it for a success.</summary>
    internal static async Task<long> DeafToFence(OwnerSurroundings surroundings, Append append)
    {
        try
        {
            return await surroundings.Store.AppendAsync(append, CancellationToken.None);
        }
        catch (FencedException)
        {
            return 0;
        }
    }

    /// <summary>An owner that has lost its partition writes again, as the new one.</summary>
    internal static async Task<long> AgainAfterFence(OwnerSurroundings surroundings, Append append)
    {
        try
        {
            return await surroundings.Store.AppendAsync(append, CancellationToken.None);
        }
        catch (FencedException)
        {
            return await WithoutFence(surroundings, append);
        }
    }

    /// <summary>Success is reported while the write is still under way.</summary>
    internal static Task<long> BeforeDurable(OwnerSurroundings surroundings, Append append)
    {
        var written = surroundings.Store.AppendAsync(append, CancellationToken.None);
        _ = written.ContinueWith(
            task => _ = task.Exception, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, surroundings.Process.Scheduler);
        return Task.FromResult(0L);
    }

    /// <summary>A commit whose fate is unknown is taken for a success.</summary>
    internal static async Task<long> UnknownIsWritten(OwnerSurroundings surroundings, Append append)
    {
        try
        {
            return await surroundings.Store.AppendAsync(append, CancellationToken.None);
        }
        catch (JournalUnavailableException)
        {
            return 0;
        }
    }

    /// <summary>A commit whose fate is unknown is taken for lost, and made again in the next place that is free.</summary>
    internal static async Task<long> UnknownIsLost(OwnerSurroundings surroundings, Append append)
    {
        try
        {
            return await surroundings.Store.AppendAsync(append, CancellationToken.None);
        }
        catch (JournalUnavailableException)
        {
            var sequence = surroundings.Data.Read(append.Record.Instance).Count + 1;
            return await surroundings.Store.AppendAsync(
                append with
                {
                    Record = append.Record with { Sequence = sequence },
                    Projection = append.Projection with { Sequence = sequence },
                },
                CancellationToken.None);
        }
    }

    /// <summary>The store takes any record, be it the instance's next one or not.</summary>
    internal static Task<long> AnySequence(OwnerSurroundings surroundings, Append append) =>
        surroundings.Store.WriteUncheckedAsync(append);

    /// <summary>The time to look at an instance again is not written down.</summary>
    internal static Task<long> WithoutWake(OwnerSurroundings surroundings, Append append) => surroundings.Store.AppendAsync(
        append with { Projection = append.Projection with { WakeAt = null } }, CancellationToken.None);
}

/// <summary>Bugs in what is read back.</summary>
internal sealed class BrokenReads(OwnerSurroundings surroundings, Func<IReadOnlyList<InstanceEvent>, IEnumerable<InstanceEvent>> change)
    : JournalDecorator(surroundings.Store)
{
    public override async Task<IReadOnlyList<JournalRecord>> ReadAsync(InstanceId instance, CancellationToken cancellationToken)
    {
        var records = await surroundings.Store.ReadAsync(instance, cancellationToken);
        return [.. records.Select(Change)];
    }

    private JournalRecord Change(JournalRecord record)
    {
        var events = InstanceEventJson.Deserialize(record.Instance, record.Sequence, record.Payload);
        InstanceEvent[] changed = [.. change(events)];

        // A record must hold something; what changes nothing stands in for it.
        return record with { Payload = InstanceEventJson.Serialize(changed.Length > 0 ? changed : [new InstanceEvent.VariableSet(0, "unused", "")]) };
    }
}

/// <summary>Bugs in finding what must be looked at.</summary>
internal sealed class BrokenWakes(OwnerSurroundings surroundings, Func<IReadOnlyList<Wake>, IEnumerable<Wake>> change) : JournalDecorator(surroundings.Store)
{
    public override async Task<IReadOnlyList<Wake>> ReadWakesAsync(
        int partition, Wake? after, DateTimeOffset until, int limit, CancellationToken cancellationToken) =>
        [.. change(await surroundings.Store.ReadWakesAsync(partition, after, until, limit, cancellationToken))];
}

/// <summary>A journal whose duplicate starts are not recognized: the caller's key is forgotten, and an id made up.</summary>
internal sealed class BlindStarts(OwnerSurroundings surroundings) : JournalDecorator(surroundings.Store)
{
    /// <summary>A start finds nothing of the same id, and what it then writes takes the place of what was there.</summary>
    public override Task<long> AppendAsync(Append append, CancellationToken cancellationToken) => append.Record.Sequence == 1
        ? surroundings.Store.WriteUncheckedAsync(append)
        : surroundings.Store.AppendAsync(append, cancellationToken);

    public override async Task<IReadOnlyList<JournalRecord>> ReadAsync(InstanceId instance, CancellationToken cancellationToken)
    {
        var records = await surroundings.Store.ReadAsync(instance, cancellationToken);
        return records.Count == 1 ? [] : records;
    }
}
