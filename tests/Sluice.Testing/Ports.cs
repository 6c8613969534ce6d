using System.Net;
using System.Net.Sockets;

namespace Sluice.Testing;

/// <summary>Ports of this machine.</summary>
public static class Ports
{
    /// <summary>A loopback port that nobody listens on at the moment.</summary>
    public static int Free()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Waits until somebody listens on a loopback port.</summary>
    /// <exception cref="TimeoutException">Nobody did within half a minute.</exception>
    public static async Task UntilListeningAsync(int port, string who)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30), TimeProvider.System);
        while (!await IsListeningAsync(port))
        {
            if (deadline.IsCancellationRequested)
            {
                throw new TimeoutException($"{who} does not listen on port {port}");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        }
    }

    private static async Task<bool> IsListeningAsync(int port)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
