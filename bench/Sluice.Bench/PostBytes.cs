using System.Globalization;
using System.Text;

namespace Sluice.Bench;

/// <summary>A POST of JSON as the bytes that go over the connection.</summary>
internal static class PostBytes
{
    /// <param name="server">The server's address.</param>
    /// <param name="path">The path and query.</param>
    /// <param name="headers">Further lines of the head, each with its end.</param>
    /// <param name="body">The content, in ASCII.</param>
    public static byte[] Of(Uri server, string path, string headers, string body) => Encoding.ASCII.GetBytes(
        $"POST {path} HTTP/1.1\r\nHost: {server.Authority}\r\nContent-Type: application/json\r\n{headers}"
        + $"Content-Length: {body.Length.ToString(CultureInfo.InvariantCulture)}\r\n\r\n{body}");
}
