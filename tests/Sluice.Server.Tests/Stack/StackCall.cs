using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Sluice.Server.Tests.Stack;

/// <summary>A call that arrived. Its text is method and target, then the idempotency key and the body, if it has them.</summary>
internal sealed record StackCall(string Target, string? Key, string Body, string? Authorization, string? Accept, string? Agent, string? ContentType)
{
    public static async Task<StackCall> ReadAsync(HttpRequest request)
    {
        using var reader = new StreamReader(request.Body);
        return new StackCall(
            // As it was sent: the framework's own view of it is decoded.
            $"{request.Method} {request.HttpContext.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget}",
            request.Headers["Idempotency-Key"],
            await reader.ReadToEndAsync(),
            request.Headers.Authorization,
            request.Headers.Accept,
            request.Headers.UserAgent,
            request.ContentType);
    }

    /// <summary>What is wrong with the headers that every call has.</summary>
    public IEnumerable<string> Problems()
    {
        if (Accept != "application/json")
        {
            yield return $"{this} accepts {Accept}";
        }

        if (Agent?.StartsWith("sluice/", StringComparison.Ordinal) != true)
        {
            yield return $"{this} is from {Agent}";
        }

        var type = Target.EndsWith("/oauth/token", StringComparison.Ordinal) ? "application/x-www-form-urlencoded" : "application/json";
        if (ContentType != (Body.Length > 0 ? type : null))
        {
            yield return $"{this} is {ContentType}";
        }
    }

    public override string ToString() => string.Join(' ', new[] { Target, Key, Body }.Where(part => !string.IsNullOrEmpty(part)));
}
