using Microsoft.AspNetCore.Http;
using Sluice.Engine;
using Sluice.Server.Triggers;

namespace Sluice.Server.Api.Bodies;

/// <summary>A business event, in its envelope.</summary>
internal static class EnvelopeBody
{
    public static ValueTask<Parsed<EventEnvelope>> ReadAsync(HttpRequest request, CancellationToken cancellationToken) =>
        RequestBody.ReadAsync(request, Limits.EnvelopeBytesMax, Parse, cancellationToken);

    private static Parsed<EventEnvelope> Parse(ReadOnlySpan<byte> body) =>
        EventEnvelope.TryParse(body, out var envelope) is { } problem ? JsonBody.Error(problem) : Parsed<EventEnvelope>.Of(envelope!);
}
