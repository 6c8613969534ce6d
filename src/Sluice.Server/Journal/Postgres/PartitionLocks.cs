using Npgsql;

namespace Sluice.Server.Journal.Postgres;

/// <summary>
/// The locks under which a partition's log is written, by whichever process: whoever draws positions or changes the epoch holds
/// the partition's lock until its commit is visible. They are advisory locks, which leave nothing on disk, and they end with
/// the transaction.
/// </summary>
/// <remarks>
/// A statement sees what was committed when it began, so what depends on the lock must be a later statement than the one that
/// takes it. Locks are taken in the order of the partitions, so that no two transactions wait for each other.
/// </remarks>
internal static class PartitionLocks
{
    /// <summary>The log of firings that started nothing.</summary>
    public const int FailedOccurrences = -1;

    /// <summary>Held while triggers are counted, and their changes numbered.</summary>
    public const int Triggers = -2;

    /// <summary>Held while parked messages are counted.</summary>
    public const int ParkedMessages = -3;

    // The letters "slui": what sets these locks apart from those of other programs on the database.
    private const int Class = 0x736C7569;

    /// <summary>The statement that takes the locks of some partitions, lowest first.</summary>
    public static NpgsqlBatchCommand Take(int[] ascending) =>
        new($"SELECT count(pg_advisory_xact_lock({Class}, p)::text) FROM unnest($1) AS p")
        {
            Parameters = { new NpgsqlParameter<int[]> { TypedValue = ascending } },
        };

    /// <summary>
    /// Ends the sessions that hold a partition's lock. Whoever loses a session so has an append that failed; nothing that was
    /// acknowledged is touched.
    /// </summary>
    public static void EndHolders(NpgsqlConnection connection, int partition)
    {
        using var command = new NpgsqlCommand(
            $"""
            SELECT pg_terminate_backend(pid, 2000) FROM pg_locks
            WHERE locktype = 'advisory' AND classid = {Class} AND objid = $1::integer::oid AND objsubid = 2 AND granted
            AND database = (SELECT oid FROM pg_database WHERE datname = current_database()) AND pid <> pg_backend_pid()
            """,
            connection)
        {
            Parameters = { new NpgsqlParameter<int> { TypedValue = partition } },
        };
        command.ExecuteNonQuery();
    }
}
