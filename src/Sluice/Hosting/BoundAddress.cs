using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Sluice.Options;

namespace Sluice.Hosting;

/// <summary>
/// A port that this process listens on. It is taken before anything else starts: a port in use is found out at once, the real port
/// is known to everything that needs it, and callers who come early wait instead of being turned away.
/// </summary>
internal sealed class BoundAddress : IDisposable
{
    private BoundAddress(Socket socket, ListenAddress requested)
    {
        Socket = socket;
        var bound = (IPEndPoint)socket.LocalEndPoint!;
        var host = requested.Host.Length == 0 || bound.Address.Equals(IPAddress.Any) || bound.Address.Equals(IPAddress.IPv6Any)
            ? "127.0.0.1"
            : bound.Address.ToString();
        var port = bound.Port.ToString(CultureInfo.InvariantCulture);
        Url = new Uri(host.Contains(':', StringComparison.Ordinal) ? $"http://[{host}]:{port}/" : $"http://{host}:{port}/");
    }

    /// <summary>The listening socket, for the HTTP server to accept from.</summary>
    public Socket Socket { get; }

    /// <summary>Where this machine reaches it.</summary>
    public Uri Url { get; }

    /// <summary>Takes a port.</summary>
    /// <exception cref="CommandException">The port is in use, not allowed, or of a host that is not this machine.</exception>
    public static BoundAddress Bind(ListenAddress address)
    {
        Socket? socket = null;
        try
        {
            var endPoint = EndPointOf(address);
            socket = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            if (endPoint.Address.Equals(IPAddress.IPv6Any))
            {
                socket.DualMode = true;
            }

            socket.Bind(endPoint);
            socket.Listen();
            return new BoundAddress(socket, address);
        }
        catch (SocketException problem)
        {
            socket?.Dispose();
            throw CommandException.Failed($"cannot listen on {address}: {Reason(problem)}", problem);
        }
    }

    /// <summary>A port of an address that nobody listens on at the moment, for a server that takes its port itself.</summary>
    public static int FreePort(IPAddress address)
    {
        using var listener = new TcpListener(address, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>The address as the network knows it; a host's name is looked up.</summary>
    /// <exception cref="SocketException">There is no such host.</exception>
    public static IPEndPoint EndPointOf(ListenAddress address)
    {
        if (address.Host.Length == 0)
        {
            return new IPEndPoint(Socket.OSSupportsIPv6 ? IPAddress.IPv6Any : IPAddress.Any, address.Port);
        }

        if (IPAddress.TryParse(address.Host, out var literal))
        {
            return new IPEndPoint(literal, address.Port);
        }

        var found = Dns.GetHostAddresses(address.Host);
        return new IPEndPoint(found.FirstOrDefault(each => each.AddressFamily == AddressFamily.InterNetwork) ?? found[0], address.Port);
    }

    /// <inheritdoc />
    public void Dispose() => Socket.Dispose();

    private static string Reason(SocketException problem) => problem.SocketErrorCode switch
    {
        SocketError.AddressAlreadyInUse => "the port is in use",
        SocketError.AccessDenied => "the port is not allowed for this user",
        SocketError.AddressNotAvailable => "the address is not one of this machine",
        _ => problem.Message,
    };
}
