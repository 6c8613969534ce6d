using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Sluice.Engine;

namespace Sluice.Server.Api.Bodies;

/// <summary>The payload of an event to try a trigger on: any JSON.</summary>
internal static class PayloadBody
{
    public static ValueTask<Parsed<JsonElement>> ReadAsync(HttpRequest request, CancellationToken cancellationToken) =>
        RequestBody.ReadAsync<JsonElement>(request, Limits.EnvelopeBytesMax, Parse, cancellationToken);

    private static Parsed<JsonElement> Parse(ReadOnlySpan<byte> body) =>
        JsonBody.Parse(body, Limits.EnvelopeDepthMax, out var json) is { } error ? error : Parsed<JsonElement>.Of(json);
}
