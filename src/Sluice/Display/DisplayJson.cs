using System.Numerics;
using System.Text.Json.Serialization;
using Sluice.Engine.Json;

namespace Sluice.Display;

/// <summary>What <c>--output json</c> writes.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    WriteIndented = true,
    Converters = [typeof(BigIntegerJsonConverter)])]
[JsonSerializable(typeof(RunDocument))]
[JsonSerializable(typeof(string))]
internal sealed partial class DisplayJson : JsonSerializerContext;

/// <summary>What came of a run.</summary>
internal sealed record RunDocument(
    [property: JsonPropertyName("workflowID")] string WorkflowId,
    [property: JsonPropertyName("instanceID")] string InstanceId,
    string Status,
    string? Error,
    IReadOnlyList<PostingDocument> Postings,
    IReadOnlyList<BalanceDocument> Balances);

/// <summary>A move of money.</summary>
internal sealed record PostingDocument(
    string Ledger, long Transaction, string Source, string Destination, string Asset, BigInteger Amount);

/// <summary>A balance that was touched.</summary>
internal sealed record BalanceDocument(string Ledger, string Account, string Asset, BigInteger Before, BigInteger After);
