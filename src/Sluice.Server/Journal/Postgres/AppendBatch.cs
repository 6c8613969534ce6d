using System.Diagnostics;
using Npgsql;

namespace Sluice.Server.Journal.Postgres;

/// <summary>
/// Writes that share a transaction, which is one round trip: the statement that takes the partitions' locks, and the one that
/// writes what its partition's epoch and its instance's sequence allow. What they do not allow is refused alone.
/// </summary>
internal sealed class AppendBatch
{
    /// <summary>Most places in one transaction, which bounds how long the last to come in waits for the first.</summary>
    private const int PlacesMax = 1_024;

    private readonly List<PendingAppend> _appends = [];
    private readonly List<PendingOccurrence> _failed = [];
    private readonly SortedDictionary<int, long> _epochs = [];
    private readonly HashSet<Guid> _instances = [];
    private int _places;

    /// <summary>Takes a write in.</summary>
    /// <returns>
    /// False when it must come in a later transaction: this one is full, or what the write depends on is decided in this one.
    /// </returns>
    public bool TryAdd(PendingWrite write)
    {
        if (_places > 0 && _places + write.Places > PlacesMax)
        {
            return false;
        }

        switch (write)
        {
            case PendingAppend append when HasEpoch(append.Append) && _instances.Add(append.Append.Record.Instance.Value):
                _epochs[append.Append.Partition] = append.Append.Epoch;
                _appends.Add(append);
                break;
            case PendingOccurrence occurrence:
                _failed.Add(occurrence);
                break;
            default:
                return false;
        }

        _places += write.Places;
        return true;
    }

    /// <summary>Commits, and tells each caller what became of its write.</summary>
    /// <exception cref="NpgsqlException">The transaction failed or is uncertain. No caller has been told anything.</exception>
    public void Commit(NpgsqlConnection connection)
    {
        var began = Stopwatch.GetTimestamp();
        var positions = Execute(connection);
        JournalMetrics.OnCommitted(Stopwatch.GetElapsedTime(began), positions.Count + _failed.Count);
        var refused = new List<PendingAppend>();
        var next = 0;
        foreach (var append in _appends)
        {
            if (next < positions.Count && positions[next].Instance == append.Append.Record.Instance.Value)
            {
                append.Complete(positions[next++].Position);
            }
            else
            {
                refused.Add(append);
            }
        }

        foreach (var occurrence in _failed)
        {
            occurrence.Complete(true);
        }

        if (refused.Count > 0)
        {
            Refuse(connection, refused);
        }
    }

    /// <summary>Tells the callers that have not been told anything.</summary>
    public void Fail(JournalUnavailableException exception)
    {
        foreach (var write in _appends.Concat<PendingWrite>(_failed).Where(write => !write.IsCompleted))
        {
            write.Fail(exception);
        }
    }

    private bool HasEpoch(Append append) => !_epochs.TryGetValue(append.Partition, out var epoch) || epoch == append.Epoch;

    private List<(long Position, Guid Instance)> Execute(NpgsqlConnection connection)
    {
        using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(PartitionLocks.Take(
            _failed.Count > 0 ? [PartitionLocks.FailedOccurrences, .. _epochs.Keys] : [.. _epochs.Keys]));
        if (_failed.Count > 0)
        {
            batch.BatchCommands.Add(AppendStatements.InsertFailed([.. _failed.Select(failed => failed.Occurrence)]));
        }

        if (_appends.Count > 0)
        {
            batch.BatchCommands.Add(AppendStatements.Append([.. _appends.Select(append => append.Append)]));
        }

        // The rows of the last statement are those of the records. Its end is not yet that of the transaction: that is
        // what the end of all results says.
        var positions = new List<(long, Guid)>(_appends.Count);
        using var reader = batch.ExecuteReader();
        do
        {
            while (reader.FieldCount == 2 && reader.Read())
            {
                positions.Add((reader.GetInt64(0), reader.GetGuid(1)));
            }
        }
        while (reader.NextResult());
        return positions;
    }

    // An epoch never comes back, so whoever was fenced in the transaction still is.
    private static void Refuse(NpgsqlConnection connection, List<PendingAppend> refused)
    {
        var epochs = new Dictionary<int, long>();
        using var command = new NpgsqlCommand("SELECT partition, epoch FROM partitions", connection);
        using (var reader = command.ExecuteReader())
        {
            while (reader.Read())
            {
                epochs[reader.GetInt16(0)] = reader.GetInt64(1);
            }
        }

        foreach (var each in refused)
        {
            var append = each.Append;
            each.Fail(epochs.GetValueOrDefault(append.Partition, -1) == append.Epoch
                ? new OutOfSequenceException(append.Record.Instance, append.Record.Sequence)
                : new FencedException(append.Partition, append.Epoch));
        }
    }
}
