using System.Text.Json.Serialization;

namespace Sluice.Client;

/// <summary>The wire's shapes, read and written without reflection.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    Converters = [typeof(ExactIntegerConverter)])]
[JsonSerializable(typeof(ServerInfo))]
[JsonSerializable(typeof(StackVersions))]
[JsonSerializable(typeof(ErrorBody))]
[JsonSerializable(typeof(PostedEvent))]
[JsonSerializable(typeof(NewTransaction))]
[JsonSerializable(typeof(Transaction))]
[JsonSerializable(typeof(NewWallet))]
[JsonSerializable(typeof(NewWalletBalance))]
[JsonSerializable(typeof(NewWalletCredit))]
[JsonSerializable(typeof(NewMetadata))]
[JsonSerializable(typeof(NewPayment))]
[JsonSerializable(typeof(NewPaymentAccount))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, string>))]
[JsonSerializable(typeof(Data<Workflow>))]
[JsonSerializable(typeof(Data<Instance>))]
[JsonSerializable(typeof(Data<Transaction>))]
[JsonSerializable(typeof(Data<Account>))]
[JsonSerializable(typeof(Data<IReadOnlyList<InstanceHistoryEntry>>))]
[JsonSerializable(typeof(Data<IReadOnlyList<StageHistoryEntry>>))]
[JsonSerializable(typeof(Cursor<Transaction>))]
[JsonSerializable(typeof(Data<Wallet>))]
[JsonSerializable(typeof(Data<WalletBalance>))]
[JsonSerializable(typeof(Data<Hold>))]
[JsonSerializable(typeof(Data<Payment>))]
[JsonSerializable(typeof(Data<PaymentAccount>))]
[JsonSerializable(typeof(Data<InstalledConnector>))]
[JsonSerializable(typeof(Data<IReadOnlyList<Connector>>))]
[JsonSerializable(typeof(Cursor<Account>))]
[JsonSerializable(typeof(Cursor<Wallet>))]
[JsonSerializable(typeof(Cursor<TransferInitiation>))]
internal sealed partial class ClientJson : JsonSerializerContext;

internal sealed record Data<T>([property: JsonPropertyName("data")] T Value);

internal sealed record Cursor<T>([property: JsonPropertyName("cursor")] Page<T> Value);

internal sealed record ErrorBody(string? ErrorCode = null, string? ErrorMessage = null);

internal sealed record PostedEvent(string Name);
