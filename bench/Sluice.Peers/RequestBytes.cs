using System.Globalization;
using System.Text;
using Sluice.Bench;

namespace Sluice.Peers;

/// <summary>Requests as the bytes they are sent as.</summary>
internal static class RequestBytes
{
    public static byte[] Get(Uri server, string path) => Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: {server.Authority}\r\n\r\n");

    public static byte[] Post(Uri server, string path, string json = "") => Encoding.ASCII.GetBytes(
        $"POST {path} HTTP/1.1\r\nHost: {server.Authority}\r\n{(json.Length > 0 ? "Content-Type: application/json\r\n" : "")}"
        + $"Content-Length: {json.Length.ToString(CultureInfo.InvariantCulture)}\r\n\r\n{json}");

    /// <summary>Refuses an answer that has another status or lacks a text.</summary>
    /// <exception cref="InvalidDataException">It does.</exception>
    public static void Expect(HttpAnswer answer, int status, ReadOnlySpan<byte> text = default)
    {
        if (answer.Status != status || answer.Body.Span.IndexOf(text) < 0)
        {
            throw new InvalidDataException($"A request was answered {answer.Status}: {Encoding.UTF8.GetString(answer.Body.Span)}");
        }
    }
}
