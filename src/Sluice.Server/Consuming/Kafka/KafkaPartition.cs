namespace Sluice.Server.Consuming.Kafka;

/// <summary>
/// How far a partition is done. Messages are handled side by side and end in any order, but what is noted is the first that is not
/// done: after a crash everything from there is delivered again, and nothing is passed over.
/// </summary>
/// <param name="note">Takes the offset to go on from. Called with one at a time, each greater than the one before.</param>
internal sealed class KafkaPartition(Action<long> note)
{
    /// <summary>How many messages one that is not done may hold up in the notes.</summary>
    private const int BegunMax = 10_000;

    private readonly Lock _gate = new();
    private readonly Queue<long> _begun = new();
    private readonly HashSet<long> _done = [];
    private bool _closed;

    /// <summary>Whether no further message is to be begun for now.</summary>
    public bool IsFull
    {
        get
        {
            lock (_gate)
            {
                return _begun.Count >= BegunMax;
            }
        }
    }

    /// <summary>Whether the partition is another member's, or nobody's.</summary>
    public bool IsClosed
    {
        get
        {
            lock (_gate)
            {
                return _closed;
            }
        }
    }

    /// <summary>A message is read; each is later than the one before.</summary>
    public void Begin(long offset)
    {
        lock (_gate)
        {
            _begun.Enqueue(offset);
        }
    }

    /// <summary>A message is done. It is noted with all that were only waiting for it.</summary>
    public void Complete(long offset)
    {
        // Under the lock to the end, so that no note overtakes another.
        lock (_gate)
        {
            _done.Add(offset);
            long? next = null;
            while (_begun.TryPeek(out var first) && _done.Remove(first))
            {
                _begun.Dequeue();
                next = first + 1;
            }

            if (next is { } reached && !_closed)
            {
                note(reached);
            }
        }
    }

    /// <summary>The partition is no longer this member's: what is done from now on is for the next one to find out.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
        }
    }
}
