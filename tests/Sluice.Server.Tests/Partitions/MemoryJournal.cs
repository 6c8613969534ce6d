using Sluice.Engine.Instances;
using Sluice.Server.Journal;

namespace Sluice.Server.Tests.Partitions;

/// <summary>A journal in memory that outlives partitions, and that can fail in the ways a real one does.</summary>
internal sealed class MemoryJournal : IJournal
{
    private readonly Lock _lock = new();
    private readonly List<(int Partition, JournalRecord Record)> _log = [];
    private readonly Dictionary<InstanceId, (int Partition, InstanceProjection Projection)> _projections = [];
    private readonly Dictionary<int, long> _epochs = [];
    private readonly Queue<Fault> _faults = new();
    private readonly Queue<Append> _late = new();

    internal enum Fault
    {
        /// <summary>Nothing is written and the caller is told so.</summary>
        Refused,

        /// <summary>The record is written, but the caller is told that it may not be.</summary>
        Uncertain,

        /// <summary>Like <see cref="Refused"/>, but the record is written when <see cref="WriteLate"/> is called.</summary>
        Late,
    }

    public int PartitionCount => 64;

    /// <summary>What readings of wakes wait for after they have seen what there is; unset for nothing.</summary>
    internal Task? HoldWakes { get; set; }

    /// <summary>How often wakes have been read, or are being read.</summary>
    internal int WakeReads { get; private set; }

    internal void FailNext(params Fault[] faults)
    {
        lock (_lock)
        {
            foreach (var fault in faults)
            {
                _faults.Enqueue(fault);
            }
        }
    }

    /// <summary>Writes what came late.</summary>
    internal void WriteLate()
    {
        lock (_lock)
        {
            while (_late.TryDequeue(out var append))
            {
                Write(append);
            }
        }
    }

    internal void Damage(InstanceId instance)
    {
        lock (_lock)
        {
            var index = _log.FindIndex(entry => entry.Record.Instance == instance);
            _log[index] = (_log[index].Partition, _log[index].Record with { Payload = """[{"event":"teleported"}]""" });
        }
    }

    internal IReadOnlyList<JournalRecord> Log()
    {
        lock (_lock)
        {
            return [.. _log.Select(entry => entry.Record)];
        }
    }

    public Task<long> TakeEpochAsync(int partition, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult(_epochs[partition] = _epochs.GetValueOrDefault(partition) + 1);
        }
    }

    public async Task<long> AppendAsync(Append append, CancellationToken cancellationToken)
    {
        await Task.Yield();
        lock (_lock)
        {
            if (_epochs.GetValueOrDefault(append.Partition) != append.Epoch)
            {
                throw new FencedException(append.Partition, append.Epoch);
            }

            var fault = _faults.TryDequeue(out var next) ? next : (Fault?)null;
            if (fault == Fault.Late)
            {
                _late.Enqueue(append);
            }
            else if (fault != Fault.Refused)
            {
                var expected = _projections.TryGetValue(append.Record.Instance, out var known) ? known.Projection.Sequence + 1 : 1;
                if (append.Record.Sequence != expected)
                {
                    throw new OutOfSequenceException(append.Record.Instance, append.Record.Sequence);
                }

                Write(append);
            }

            return fault is null ? _log.Count : throw new JournalUnavailableException("append", new IOException("injected"));
        }
    }

    public async Task<IReadOnlyList<JournalRecord>> ReadAsync(InstanceId instance, CancellationToken cancellationToken)
    {
        await Task.Yield();
        lock (_lock)
        {
            return [.. _log.Select(entry => entry.Record).Where(record => record.Instance == instance)];
        }
    }

    public async Task<IReadOnlyList<Wake>> ReadWakesAsync(
        int partition, Wake? after, DateTimeOffset until, int limit, CancellationToken cancellationToken)
    {
        await Task.Yield();
        IReadOnlyList<Wake> seen;
        lock (_lock)
        {
            seen = [.. _projections.Values
                .Where(p => p.Partition == partition && p.Projection.WakeAt is { } at && at <= until)
                .Select(p => new Wake(p.Projection.WakeAt!.Value, p.Projection.Id))
                .OrderBy(wake => wake.At).ThenBy(wake => wake.Instance.ToString(), StringComparer.Ordinal)
                .Where(wake => after is not { } a || wake.At > a.At
                    || (wake.At == a.At && string.CompareOrdinal(wake.Instance.ToString(), a.Instance.ToString()) > 0))
                .Take(limit)];
            WakeReads++;
        }

        await (HoldWakes ?? Task.CompletedTask);
        return seen;
    }

    public Task<IReadOnlyList<JournalRecord>> TailAsync(int partition, long after, int limit, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult<IReadOnlyList<JournalRecord>>(
                [.. _log.Where(entry => entry.Partition == partition && entry.Record.Position > after).Select(entry => entry.Record).Take(limit)]);
        }
    }

    private void Write(Append append)
    {
        _log.Add((append.Partition, append.Record with { Position = _log.Count + 1 }));
        _projections[append.Record.Instance] = (append.Partition, append.Projection);
    }
}
