using System.Numerics;
using System.Text.Json.Serialization;

namespace Sluice.Client;

/// <summary>A connection to a payment provider.</summary>
/// <param name="ConnectorId">Its id.</param>
/// <param name="Provider">The provider, such as <c>STRIPE</c>; <c>DUMMY-PAY</c> is one that moves play money.</param>
public sealed record Connector([property: JsonPropertyName("connectorID")] string ConnectorId, string Provider);

/// <summary>A payment at a provider.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Reference">The provider's name for it.</param>
/// <param name="Asset">The asset.</param>
/// <param name="InitialAmount">What was paid at first, in minor units.</param>
/// <param name="Status">How it stands, such as <c>SUCCEEDED</c>.</param>
public sealed record Payment(string Id, string Reference, string Asset, BigInteger InitialAmount, string Status);

/// <summary>An account at a provider, such as the bank account of a seller.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Reference">The provider's name for it.</param>
public sealed record PaymentAccount(string Id, string Reference);

/// <summary>A transfer that a provider was asked for.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Reference">The name that whoever asked gave it.</param>
/// <param name="Type"><c>TRANSFER</c> or <c>PAYOUT</c>.</param>
/// <param name="DestinationAccountId">The provider's account that is paid.</param>
/// <param name="Asset">The asset.</param>
/// <param name="Amount">Minor units.</param>
/// <param name="Status">How it stands, such as <c>PROCESSING</c>, <c>PROCESSED</c> or <c>FAILED</c>.</param>
/// <param name="Error">Why it failed; empty or unset otherwise.</param>
public sealed record TransferInitiation(
    string Id,
    string Reference,
    string Type,
    [property: JsonPropertyName("destinationAccountID")] string DestinationAccountId,
    string Asset,
    BigInteger Amount,
    string Status,
    string? Error = null);

internal sealed record InstalledConnector([property: JsonPropertyName("connectorID")] string ConnectorId);

internal sealed record NewPayment(
    string Reference,
    [property: JsonPropertyName("connectorID")] string ConnectorId,
    DateTimeOffset CreatedAt,
    BigInteger Amount,
    string Asset,
    string Type = "PAY-IN",
    string Scheme = "other",
    string Status = "SUCCEEDED");

internal sealed record NewPaymentAccount(
    string Reference,
    [property: JsonPropertyName("connectorID")] string ConnectorId,
    DateTimeOffset CreatedAt,
    string AccountName,
    string Type = "EXTERNAL");
