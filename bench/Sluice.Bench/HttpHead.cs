using System.Buffers.Text;
using System.Text;

namespace Sluice.Bench;

/// <summary>The parts of an answer's head that delimit it.</summary>
/// <param name="Status">The status code.</param>
/// <param name="Length">The bytes of the head, the empty line included.</param>
/// <param name="ContentLength">The announced bytes of content; 0 when chunked.</param>
/// <param name="IsChunked">Whether the content comes in chunks.</param>
internal readonly record struct HttpHead(int Status, int Length, int ContentLength, bool IsChunked)
{
    /// <summary>Reads the head at the start of the bytes; false when it is not complete yet.</summary>
    /// <exception cref="InvalidDataException">The head is not one of HTTP/1.1, or does not delimit its content.</exception>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out HttpHead head)
    {
        head = default;
        var end = bytes.IndexOf("\r\n\r\n"u8);
        if (end < 0)
        {
            return false;
        }

        if (!bytes.StartsWith("HTTP/1.1 "u8) || !Utf8Parser.TryParse(bytes[9..12], out int status, out var digits) || digits != 3)
        {
            throw new InvalidDataException("An answer began without an HTTP/1.1 status line.");
        }

        var contentLength = -1;
        var isChunked = false;
        var lines = bytes[..end];
        for (var next = lines.IndexOf("\r\n"u8); next >= 0; next = lines.IndexOf("\r\n"u8))
        {
            lines = lines[(next + 2)..];
            if (HasName(lines, "content-length: "u8))
            {
                contentLength = Utf8Parser.TryParse(lines[16..], out int length, out _)
                    ? length
                    : throw new InvalidDataException("An answer had a content length that is no number.");
            }
            else if (HasName(lines, "transfer-encoding: chunked"u8))
            {
                isChunked = true;
            }
        }

        if (status == 204)
        {
            contentLength = 0;
        }

        if (isChunked == (contentLength >= 0))
        {
            throw new InvalidDataException("An answer must have either a content length or chunks.");
        }

        head = new HttpHead(status, end + 4, isChunked ? 0 : contentLength, isChunked);
        return true;
    }

    private static bool HasName(ReadOnlySpan<byte> line, ReadOnlySpan<byte> name) =>
        line.Length >= name.Length && Ascii.EqualsIgnoreCase(line[..name.Length], name);
}
