using System.Threading.Channels;

namespace Sluice.Sandbox.Events;

/// <summary>Says that events have been committed; setting it twice before it is waited for is the same as once.</summary>
internal sealed class EventSignal
{
    private readonly Channel<bool> _set = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public void Set() => _set.Writer.TryWrite(true);

    /// <summary>Returns once it is set, and resets it.</summary>
    public async Task WaitAsync(CancellationToken cancellationToken) => await _set.Reader.ReadAsync(cancellationToken);
}
