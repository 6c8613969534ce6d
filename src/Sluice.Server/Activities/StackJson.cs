using System.Globalization;
using System.Numerics;
using System.Text.Json;
using System.Text.Json.Serialization;
using Sluice.Engine.Activities;
using Sluice.Engine.Json;

namespace Sluice.Server.Activities;

/// <summary>How bodies are written that services of the stack receive: what is unset is left out.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(BigIntegerJsonConverter), typeof(StackTimestampConverter)])]
[JsonSerializable(typeof(TransactionData))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, string>))]
[JsonSerializable(typeof(WalletCredit))]
[JsonSerializable(typeof(WalletDebit))]
[JsonSerializable(typeof(ConfirmHoldBody))]
[JsonSerializable(typeof(TransferInitiationBody))]
[JsonSerializable(typeof(EmptyBody))]
internal sealed partial class StackJson : JsonSerializerContext;

/// <summary>A body that says nothing.</summary>
internal sealed record EmptyBody;

/// <summary>The body of a confirmation; empty to confirm all that remains.</summary>
/// <param name="Amount">How much.</param>
/// <param name="Final">Whether the rest is given back.</param>
internal sealed record ConfirmHoldBody(BigInteger? Amount, bool? Final);

/// <summary>The body of a transfer initiation.</summary>
internal sealed record TransferInitiationBody(
    BigInteger Amount,
    string Asset,
    [property: JsonPropertyName("connectorID")] string ConnectorId,
    string Description,
    [property: JsonPropertyName("destinationAccountID")] string DestinationAccountId,
    IReadOnlyDictionary<string, string> Metadata,
    string? Provider,
    string Reference,
    string ScheduledAt,
    [property: JsonPropertyName("sourceAccountID")] string SourceAccountId,
    string Type,
    bool Validated);

/// <summary>Writes instants as RFC 3339 in UTC, with as many digits as they have.</summary>
internal sealed class StackTimestampConverter : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("requests are only written");

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'", CultureInfo.InvariantCulture));
}
