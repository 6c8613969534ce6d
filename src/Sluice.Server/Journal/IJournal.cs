using Sluice.Engine.Instances;

namespace Sluice.Server.Journal;

/// <summary>
/// The ordered, durable log of every turn, and the little that lists and timers need beside it. A partition's owner takes an
/// epoch, then appends one record per turn; an append has happened when its task completes, and not before. Appends of all
/// partitions that wait at the same time are committed together.
/// </summary>
/// <remarks>
/// After an append has failed it is unknown whether its record is there, or still to come: within a minute while the store works,
/// or never. The caller forgets what it holds of the instance and reads it again; it never guesses. Implementations are safe for
/// concurrent use.
/// </remarks>
public interface IJournal
{
    /// <summary>How many partitions the store has; fixed when it was created.</summary>
    int PartitionCount { get; }

    /// <summary>Takes ownership of a partition: its epoch grows by one, and appends at earlier epochs are refused from now on.</summary>
    /// <returns>The new epoch, durable.</returns>
    /// <exception cref="JournalUnavailableException">The store did not answer.</exception>
    Task<long> TakeEpochAsync(int partition, CancellationToken cancellationToken);

    /// <summary>Appends one record, the projection it leads to and the occurrence it comes from, in one transaction with the check of the epoch.</summary>
    /// <returns>The record's position: positions of a partition grow in the order of its commits.</returns>
    /// <exception cref="FencedException">The epoch is not current: another owner has taken the partition. Nothing was written.</exception>
    /// <exception cref="JournalFullException">Too many appends wait already. Nothing was written.</exception>
    /// <exception cref="JournalUnavailableException">
    /// The commit failed or is uncertain, or the record is not its instance's next one and was refused alone.
    /// </exception>
    /// <remarks>
    /// Cancellation ends the wait only: an append that was accepted happens. Appends of one caller to one store are carried
    /// out in the order of the calls, whether or not they are awaited in between.
    /// </remarks>
    Task<long> AppendAsync(Append append, CancellationToken cancellationToken);

    /// <summary>Reads every record of an instance, in order.</summary>
    /// <returns>Empty when there is no such instance.</returns>
    /// <exception cref="JournalDamagedException">
    /// A record is missing, be it in the middle or the last; the exception names the first one.
    /// </exception>
    /// <exception cref="JournalUnavailableException">The store did not answer.</exception>
    Task<IReadOnlyList<JournalRecord>> ReadAsync(InstanceId instance, CancellationToken cancellationToken);

    /// <summary>
    /// Reads, in order of their times, the instances of a partition that their owner must look at: timers, retries, and
    /// attempts that were due or out.
    /// </summary>
    /// <param name="partition">The partition.</param>
    /// <param name="after">Only later ones than this; null for all.</param>
    /// <param name="until">Only those whose time is at most this.</param>
    /// <param name="limit">At most this many.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="JournalUnavailableException">The store did not answer.</exception>
    Task<IReadOnlyList<Wake>> ReadWakesAsync(
        int partition, Wake? after, DateTimeOffset until, int limit, CancellationToken cancellationToken);

    /// <summary>Reads a partition's records in the order of their commits.</summary>
    /// <param name="partition">The partition.</param>
    /// <param name="after">Only records at later positions; 0 for all.</param>
    /// <param name="limit">At most this many.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="JournalUnavailableException">The store did not answer.</exception>
    Task<IReadOnlyList<JournalRecord>> TailAsync(int partition, long after, int limit, CancellationToken cancellationToken);
}
