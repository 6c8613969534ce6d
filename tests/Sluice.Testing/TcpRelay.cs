using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Sluice.Testing;

/// <summary>Stands between a program and a server on this machine, as a network that is slow, or can fall silent.</summary>
public sealed class TcpRelay : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<Socket, bool> _open = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly IPEndPoint _target;
    private readonly Task _accepting;
    private volatile TaskCompletionSource _flows = new();

    /// <param name="targetPort">The server's port on the loopback address.</param>
    public TcpRelay(int targetPort)
    {
        _target = new IPEndPoint(IPAddress.Loopback, targetPort);
        _flows.SetResult();
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>Where the program reaches the server.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>How long everything is under way, in either direction. Default zero.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>From now on nothing passes, in either direction: bytes are taken and kept, connections come about and stay silent.</summary>
    public void Hold() => _flows = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Lets pass what was held and what comes.</summary>
    public void Release() => _flows.TrySetResult();

    /// <summary>Closes every connection; what is under way on them is lost.</summary>
    public void Cut()
    {
        foreach (var socket in _open.Keys)
        {
            socket.Dispose();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        Cut();
        Release();
        await _accepting;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var relays = new List<Task>();
        try
        {
            while (true)
            {
                relays.Add(RelayAsync(await _listener.AcceptSocketAsync(_stop.Token)));
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            await Task.WhenAll(relays);
        }
    }

    private async Task RelayAsync(Socket program)
    {
        using var server = new Socket(SocketType.Stream, ProtocolType.Tcp);
        (_open[program], _open[server]) = (true, true);
        try
        {
            await server.ConnectAsync(_target, _stop.Token);
            await await Task.WhenAny(CopyAsync(program, server), CopyAsync(server, program));
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // The connection is over, one way or another.
        }
        finally
        {
            program.Dispose();
            _open.TryRemove(program, out _);
            _open.TryRemove(server, out _);
        }
    }

    private async Task CopyAsync(Socket from, Socket to)
    {
        var buffer = new byte[64 * 1024];
        int read;
        while ((read = await from.ReceiveAsync(buffer, _stop.Token)) > 0)
        {
            await _flows.Task;
            if (Delay > TimeSpan.Zero)
            {
                await Task.Delay(Delay, TimeProvider.System, _stop.Token);
            }

            await to.SendAsync(buffer.AsMemory(0, read), _stop.Token);
        }
    }
}
