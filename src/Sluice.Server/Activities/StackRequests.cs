using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization;
using Sluice.Engine.Activities;
using Sluice.Engine.Json;

namespace Sluice.Server.Activities;

/// <summary>The HTTP form of each activity: method, path and body, as the services of the stack take them.</summary>
internal static class StackRequests
{
    private const string IdempotencyKeyHeader = "Idempotency-Key";
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    /// <summary>Builds the request of an attempt; its address is relative to the stack's.</summary>
    internal static HttpRequestMessage Build(ActivityAttempt attempt)
    {
        var message = attempt.Request switch
        {
            CreateTransaction create => Post(
                $"api/ledger/v2/{Segment(create.Ledger)}/transactions",
                JsonSerializer.SerializeToUtf8Bytes(create.Data, StackJsonContext.Default.TransactionData)),
            AddAccountMetadata add => Post(
                $"api/ledger/v2/{Segment(add.Ledger)}/accounts/{Segment(add.Id)}/metadata",
                JsonSerializer.SerializeToUtf8Bytes(add.Metadata, StackJsonContext.Default.IReadOnlyDictionaryStringString)),
            _ => throw new InvalidOperationException($"no request is known for activity {attempt.Request.ActivityName}"),
        };
        message.Headers.Add(IdempotencyKeyHeader, attempt.IdempotencyKey);
        return message;
    }

    private static HttpRequestMessage Post(string path, byte[] body) => new(HttpMethod.Post, path)
    {
        Content = new ByteArrayContent(body) { Headers = { ContentType = Json } },
    };

    /// <summary>One path segment. Colons stay: addresses are full of them, and they are legal there.</summary>
    private static string Segment(string value) => value switch
    {
        // A dot segment would climb out of the path; no encoding of dots survives normalization by clients.
        "." or ".." => throw new ArgumentException($"'{value}' is no name", nameof(value)),
        _ => Uri.EscapeDataString(value).Replace("%3A", ":", StringComparison.Ordinal),
    };
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(BigIntegerJsonConverter)])]
[JsonSerializable(typeof(TransactionData))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, string>))]
internal sealed partial class StackJsonContext : JsonSerializerContext;
