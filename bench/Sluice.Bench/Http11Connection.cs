using System.Buffers.Text;
using System.Net;
using System.Net.Sockets;

namespace Sluice.Bench;

/// <summary>
/// A keep-alive HTTP/1.1 connection that sends requests built beforehand and reads just enough of the answers. It exists because
/// the load shares the machine with what it measures: a general client would spend several times the CPU. Anything it does not
/// understand is an error, never a guess.
/// </summary>
internal sealed class Http11Connection : IDisposable
{
    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private byte[] _buffer = new byte[16 * 1024];

    public async Task ConnectAsync(Uri server, CancellationToken cancellationToken) =>
        await _socket.ConnectAsync(IPAddress.Loopback, server.Port, cancellationToken);

    /// <summary>Sends a request and returns the answer; its body is valid until the next request.</summary>
    /// <exception cref="InvalidDataException">The peer sent something else than one well-formed answer.</exception>
    public async ValueTask<HttpAnswer> SendAsync(ReadOnlyMemory<byte> request, CancellationToken cancellationToken)
    {
        for (var sent = 0; sent < request.Length;)
        {
            sent += await _socket.SendAsync(request[sent..], cancellationToken);
        }

        var filled = 0;
        HttpHead head;
        while (!HttpHead.TryRead(_buffer.AsSpan(0, filled), out head))
        {
            filled = await FillAsync(filled, cancellationToken);
        }

        if (!head.IsChunked)
        {
            var end = head.Length + head.ContentLength;
            while (filled < end)
            {
                filled = await FillAsync(filled, cancellationToken);
            }

            return filled == end
                ? new HttpAnswer(head.Status, _buffer.AsMemory(head.Length, head.ContentLength))
                : throw new InvalidDataException("More bytes than the announced content followed.");
        }

        var body = head.Length;
        for (var next = head.Length; ;)
        {
            int lineEnd;
            while ((lineEnd = _buffer.AsSpan(next, filled - next).IndexOf("\r\n"u8)) < 0)
            {
                filled = await FillAsync(filled, cancellationToken);
            }

            if (!Utf8Parser.TryParse(_buffer.AsSpan(next, lineEnd), out int size, out var digits, 'x') || digits != lineEnd)
            {
                throw new InvalidDataException("A chunk began without its size.");
            }

            var chunk = next + lineEnd + 2;
            while (filled < chunk + size + 2)
            {
                filled = await FillAsync(filled, cancellationToken);
            }

            _buffer.AsSpan(chunk, size).CopyTo(_buffer.AsSpan(body));
            body += size;
            next = chunk + size + 2;
            if (size == 0)
            {
                return filled == next
                    ? new HttpAnswer(head.Status, _buffer.AsMemory(head.Length, body - head.Length))
                    : throw new InvalidDataException("More bytes than the last chunk followed.");
            }
        }
    }

    public void Dispose() => _socket.Dispose();

    private async ValueTask<int> FillAsync(int filled, CancellationToken cancellationToken)
    {
        if (filled == _buffer.Length)
        {
            Array.Resize(ref _buffer, _buffer.Length * 2);
        }

        var count = await _socket.ReceiveAsync(_buffer.AsMemory(filled), cancellationToken);
        return count > 0 ? filled + count : throw new InvalidDataException("The peer closed the connection within an answer.");
    }
}

/// <summary>A status and a body in a connection's buffer.</summary>
internal readonly record struct HttpAnswer(int Status, ReadOnlyMemory<byte> Body);
