using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using Microsoft.AspNetCore.Http;
using Sluice.Server.Api.Errors;

namespace Sluice.Server.Api.Bodies;

/// <summary>Reads whole bodies, never more of one than its bound, whether the request tells its length or comes in chunks.</summary>
internal static class RequestBody
{
    /// <summary>What makes a value of a body's bytes; they are only valid during the call.</summary>
    public delegate Parsed<T> Parser<T>(ReadOnlySpan<byte> body);

    public static async ValueTask<Parsed<T>> ReadAsync<T>(
        HttpRequest request, int bytesMax, Parser<T> parse, CancellationToken cancellationToken)
    {
        if (request.ContentLength > bytesMax)
        {
            return ApiErrors.BodyTooLarge(bytesMax);
        }

        var reader = request.BodyReader;
        while (true)
        {
            var result = await reader.ReadAsync(cancellationToken);
            if (result.Buffer.Length > bytesMax)
            {
                reader.AdvanceTo(result.Buffer.End);
                return ApiErrors.BodyTooLarge(bytesMax);
            }

            if (result.IsCompleted)
            {
                return Parse(reader, result.Buffer, parse);
            }

            reader.AdvanceTo(result.Buffer.Start, result.Buffer.End);
        }
    }

    private static Parsed<T> Parse<T>(PipeReader reader, ReadOnlySequence<byte> body, Parser<T> parse)
    {
        try
        {
            ReadOnlySpan<byte> bytes = body.IsSingleSegment ? body.FirstSpan : body.ToArray();
            // Editors put a byte order mark before a file's first character; as a character it would become part of the first key.
            return parse(bytes.StartsWith(Encoding.UTF8.Preamble) ? bytes[Encoding.UTF8.Preamble.Length..] : bytes);
        }
        finally
        {
            reader.AdvanceTo(body.End);
        }
    }
}
