namespace Sluice.Server.Consuming;

/// <summary>What became of the messages that this node took from a broker, in numbers since it started. Safe for any thread.</summary>
public sealed class ConsumingState
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, string> _faults = new(StringComparer.Ordinal);
    private bool _consumes;
    private long _handled;
    private long _refused;
    private long _failed;
    private long _parked;
    private long _dropped;

    /// <summary>Messages whose event was handled, be it that it started nothing.</summary>
    public long Handled => Interlocked.Read(ref _handled);

    /// <summary>Deliveries that were given back because they could not be handled at the moment.</summary>
    public long Refused => Interlocked.Read(ref _refused);

    /// <summary>Deliveries whose handling failed in a way that nobody foresaw.</summary>
    public long Failed => Interlocked.Read(ref _failed);

    /// <summary>Messages that were parked.</summary>
    public long Parked => Interlocked.Read(ref _parked);

    /// <summary>Parked messages that made room for younger ones.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Why the last delivery that was given back could not be handled; null when there was none.</summary>
    public string? LastRefusal { get; private set; }

    /// <summary>Says how consuming fares.</summary>
    /// <returns>Null when nothing is consumed, OK, or which topics cannot be consumed at the moment and why.</returns>
    public string? Check()
    {
        lock (_gate)
        {
            return _faults.Count == 0 ? _consumes ? "OK" : null : string.Join("; ", _faults.Select(fault => $"{fault.Key}: {fault.Value}"));
        }
    }

    internal void OnHandled()
    {
        Interlocked.Increment(ref _handled);
        ConsumingMetrics.OnHandled();
    }

    internal void OnRefused(string reason)
    {
        Interlocked.Increment(ref _refused);
        ConsumingMetrics.OnRefused();
        LastRefusal = reason;
    }

    internal void OnFailed(string reason)
    {
        Interlocked.Increment(ref _failed);
        ConsumingMetrics.OnFailed();
        LastRefusal = reason;
    }

    internal void OnParked(int dropped)
    {
        Interlocked.Increment(ref _parked);
        Interlocked.Add(ref _dropped, dropped);
        ConsumingMetrics.OnParked(dropped);
    }

    /// <summary>A topic cannot be consumed at the moment.</summary>
    /// <returns>Whether it could until now.</returns>
    internal bool OnInterrupted(string topic, string reason)
    {
        lock (_gate)
        {
            var first = !_faults.ContainsKey(topic);
            _faults[topic] = reason;
            return first;
        }
    }

    /// <summary>A topic is consumed.</summary>
    /// <returns>Whether it was not until now.</returns>
    internal bool OnConsuming(string topic)
    {
        lock (_gate)
        {
            _consumes = true;
            return _faults.Remove(topic);
        }
    }
}
