namespace Sluice.Server.Activities;

/// <summary>Reads bodies of answers, up to a bound.</summary>
internal static class BoundedBody
{
    /// <returns>Null when there is more than the bound.</returns>
    internal static async Task<ReadOnlyMemory<byte>?> ReadAsync(HttpContent content, int bytesMax, CancellationToken cancellationToken)
    {
        if (content.Headers.ContentLength > bytesMax)
        {
            return null;
        }

        using var stream = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        using var buffer = new MemoryStream((int)(content.Headers.ContentLength ?? 1_024));
        var chunk = new byte[4_096];
        int read;
        while ((read = await stream.ReadAsync(chunk, cancellationToken).ConfigureAwait(false)) > 0)
        {
            buffer.Write(chunk, 0, read);
            if (buffer.Length > bytesMax)
            {
                return null;
            }
        }

        return buffer.GetBuffer().AsMemory(0, (int)buffer.Length);
    }
}
