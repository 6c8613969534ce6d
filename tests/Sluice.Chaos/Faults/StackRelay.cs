using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Sluice.Chaos.Faults;

/// <summary>
/// Stands between the server and the stack: one address that outlives restarts of the stack behind it, and the place where
/// connections are cut so that answers to requests which did take effect get lost. It loses a few by itself all the time, so that
/// kills and aborts fall between such a request and its repetition.
/// </summary>
internal sealed class StackRelay : IAsyncDisposable
{
    private const int LosesOneAnswerIn = 50;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<int, Socket> _open = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;
    private volatile IPEndPoint? _target;
    private int _connections;

    public StackRelay()
    {
        _listener.Start();
        _accepting = AcceptAsync(_stop.Token);
    }

    /// <summary>Where the server reaches the stack.</summary>
    public Uri Address => new($"http://{_listener.LocalEndpoint}");

    /// <summary>Connections made from now on go to this address.</summary>
    public void PointAt(Uri stack) => _target = new IPEndPoint(IPAddress.Loopback, stack.Port);

    /// <summary>Closes every connection at once; what is under way on them loses its answer.</summary>
    public void Cut()
    {
        foreach (var socket in _open.Values)
        {
            socket.Close();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        Cut();
        await _accepting;
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync(CancellationToken cancellationToken)
    {
        var relays = new List<Task>();
        try
        {
            while (true)
            {
                var caller = await _listener.AcceptSocketAsync(cancellationToken);
                relays.RemoveAll(relay => relay.IsCompleted);
                relays.Add(RelayAsync(caller, cancellationToken));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(relays);
        }
    }

    private async Task RelayAsync(Socket caller, CancellationToken cancellationToken)
    {
        var stack = new Socket(SocketType.Stream, ProtocolType.Tcp);
        var id = Interlocked.Increment(ref _connections);
        _open[id] = caller;
        try
        {
            await stack.ConnectAsync(_target ?? throw new InvalidOperationException("The relay points nowhere."), cancellationToken);
            await Task.WhenAny(
                CopyAsync(caller, stack, () => false, cancellationToken),
                CopyAsync(stack, caller, () => Random.Shared.Next(LosesOneAnswerIn) == 0, cancellationToken));
        }
        catch (Exception failure) when (failure is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // A stack that is down looks to the caller like what it is: a closed connection.
        }
        finally
        {
            _open.TryRemove(id, out _);
            caller.Dispose();
            stack.Dispose();
        }
    }

    private static async Task CopyAsync(Socket from, Socket to, Func<bool> loses, CancellationToken cancellationToken)
    {
        var buffer = new byte[16 * 1024];
        try
        {
            while (await from.ReceiveAsync(buffer, cancellationToken) is var count and > 0 && !loses())
            {
                for (var sent = 0; sent < count;)
                {
                    sent += await to.SendAsync(buffer.AsMemory(sent, count - sent), cancellationToken);
                }
            }
        }
        catch (Exception failure) when (failure is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // Either end went away; the pair is closed by the relay.
        }
    }
}
