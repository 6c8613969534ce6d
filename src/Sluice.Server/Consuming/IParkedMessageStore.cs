using Sluice.Server.Journal;

namespace Sluice.Server.Consuming;

/// <summary>
/// Stored parked messages. Every member throws <see cref="JournalUnavailableException"/> when the store does not answer, and the
/// writing ones <see cref="JournalFullException"/> when too many writes wait.
/// </summary>
public interface IParkedMessageStore
{
    /// <summary>Stores a message; durable when the task completes. One of the same id stays as it is.</summary>
    /// <param name="message">The message.</param>
    /// <param name="atMost">How many of the last that were parked are kept; older ones go in the same commit.</param>
    /// <param name="cancellationToken">Stops the wait, not a write under way.</param>
    Task<ParkResult> AddAsync(ParkedMessage message, int atMost, CancellationToken cancellationToken);

    /// <summary>Finds a message.</summary>
    /// <returns>Null when there is none of this id.</returns>
    Task<ParkedMessage?> FindAsync(ParkedMessageId id, CancellationToken cancellationToken);

    /// <summary>Lists the messages, first parked first, then by id.</summary>
    Task<IReadOnlyList<ParkedMessage>> ListAsync(ListRange range, CancellationToken cancellationToken);

    /// <summary>Removes a message.</summary>
    /// <returns>False when there is none of this id.</returns>
    Task<bool> DeleteAsync(ParkedMessageId id, CancellationToken cancellationToken);
}

/// <summary>What parking a message has changed.</summary>
/// <param name="Added">False when it was there already.</param>
/// <param name="Dropped">How many older messages made room for it.</param>
public readonly record struct ParkResult(bool Added, int Dropped);
