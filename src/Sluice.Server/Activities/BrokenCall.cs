using System.Net.Sockets;

namespace Sluice.Server.Activities;

/// <summary>Tells why a call got no answer.</summary>
internal static class BrokenCall
{
    /// <summary>The cause in a few words: that of the innermost error, which names no address of ours.</summary>
    internal static string Reason(Exception exception) => exception.GetBaseException() switch
    {
        SocketException socket => socket.SocketErrorCode switch
        {
            SocketError.ConnectionRefused => "connection refused",
            SocketError.ConnectionReset => "connection reset",
            SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain => "host not found",
            var code => code.ToString(),
        },
        HttpIOException io => $"the connection broke ({io.HttpRequestError})",
        HttpRequestException request => $"the connection broke ({request.HttpRequestError})",
        _ => "the connection broke",
    };
}
