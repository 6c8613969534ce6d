using System.Net;
using System.Text;

namespace Sluice.Server.Tests.Api;

/// <summary>A body of unknown length, sent in several chunks.</summary>
public sealed class PushContent(byte[] body) : HttpContent
{
    public PushContent(string body)
        : this(Encoding.UTF8.GetBytes(body))
    {
    }

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        foreach (var chunk in body.Chunk(Math.Max(1, body.Length / 3)))
        {
            await stream.WriteAsync(chunk);
            await stream.FlushAsync();
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
