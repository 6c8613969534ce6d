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
    IReadOnlyList<BalanceDocument> Balances,
    IReadOnlyList<WalletMoveDocument> WalletMoves,
    IReadOnlyList<WalletBalanceDocument> WalletBalances,
    IReadOnlyList<HoldDocument> OpenHolds,
    IReadOnlyList<TransferDocument> Transfers);

/// <summary>A move of money.</summary>
internal sealed record PostingDocument(
    string Ledger, long Transaction, string Source, string Destination, string Asset, BigInteger Amount);

/// <summary>A balance that was touched.</summary>
internal sealed record BalanceDocument(string Ledger, string Account, string Asset, BigInteger Before, BigInteger After);

/// <summary>
/// A move of money by the wallets service, which does not tell the transaction. The amount is missing when it moved all there was.
/// </summary>
internal sealed record WalletMoveDocument(
    string Ledger, PlaceDocument Source, PlaceDocument Destination, string Asset, BigInteger? Amount);

/// <summary>Where money can be: an account, a balance of a wallet, or a hold; none of them when it is not known.</summary>
internal sealed record PlaceDocument(
    string? Account = null,
    [property: JsonPropertyName("walletID")] string? WalletId = null,
    string? Wallet = null,
    string? Balance = null,
    [property: JsonPropertyName("holdID")] string? HoldId = null);

/// <summary>A balance of a wallet that was touched.</summary>
internal sealed record WalletBalanceDocument(
    [property: JsonPropertyName("walletID")] string WalletId,
    string Wallet,
    string Balance,
    string Asset,
    BigInteger Before,
    BigInteger After);

/// <summary>A hold that was left open.</summary>
internal sealed record HoldDocument(
    string Id,
    [property: JsonPropertyName("walletID")] string WalletId,
    string Wallet,
    string Asset,
    BigInteger OriginalAmount,
    BigInteger Remaining);

/// <summary>A transfer that was asked for; without id and status when they are not known.</summary>
internal sealed record TransferDocument(
    string? Id,
    string Reference,
    string Type,
    [property: JsonPropertyName("destinationAccountID")] string DestinationAccountId,
    string Asset,
    BigInteger Amount,
    string? Status,
    string? Error);
