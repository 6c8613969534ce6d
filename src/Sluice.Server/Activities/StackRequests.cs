using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Sluice.Engine.Activities;

namespace Sluice.Server.Activities;

/// <summary>The HTTP form of each activity: method, path, headers and body, as the services of the stack take them.</summary>
internal static class StackRequests
{
    private const string IdempotencyKeyHeader = "Idempotency-Key";
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    /// <summary>Builds the request of an attempt; its address is relative to the stack's.</summary>
    /// <exception cref="ArgumentException">A name cannot be part of a path.</exception>
    internal static HttpRequestMessage Build(ActivityAttempt attempt) => attempt.Request.Service switch
    {
        StackService.Ledger => LedgerRequests.Build(attempt),
        StackService.Wallets => WalletRequests.Build(attempt),
        StackService.Payments => PaymentRequests.Build(attempt),
        _ => throw Unknown(attempt),
    };

    internal static HttpRequestMessage Get(string path) => new(HttpMethod.Get, path);

    internal static HttpRequestMessage Post<T>(string path, T body, JsonTypeInfo<T> shape) => new(HttpMethod.Post, path)
    {
        Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body, shape)) { Headers = { ContentType = Json } },
    };

    /// <summary>Marks a request with the key that the service recognizes a repetition by.</summary>
    internal static HttpRequestMessage WithKeyOf(this HttpRequestMessage message, ActivityAttempt attempt)
    {
        message.Headers.Add(IdempotencyKeyHeader, attempt.IdempotencyKey);
        return message;
    }

    /// <summary>One path segment. Colons stay: addresses are full of them, and they are legal there.</summary>
    internal static string Segment(string value) => value switch
    {
        // A dot segment would climb out of the path; no encoding of dots survives normalization by clients.
        "" or "." or ".." => throw new ArgumentException($"'{value}' is no name", nameof(value)),
        _ => Uri.EscapeDataString(value).Replace("%3A", ":", StringComparison.Ordinal),
    };

    internal static InvalidOperationException Unknown(ActivityAttempt attempt) =>
        new($"no request is known for activity {attempt.Request.ActivityName}");
}
