using System.Numerics;

namespace Sluice.Engine.Activities;

/// <summary>Read a payment.</summary>
/// <param name="Id">The payment's id.</param>
public sealed record GetPayment(string Id) : ActivityRequest("GetPayment", StackService.Payments);

/// <summary>List the installed connectors, to find the one of a provider.</summary>
/// <param name="Provider">The provider it is asked for. The call does not depend on it; what may be answered from memory does.</param>
public sealed record ListConnectors(string Provider) : ActivityRequest("ListConnectors", StackService.Payments);

/// <summary>
/// Ask a payment provider to move money. The call carries the activity's idempotency key as the reference that the payments
/// service keeps unique.
/// </summary>
/// <param name="Amount">Minor units.</param>
/// <param name="Asset">The asset, such as <c>USD/2</c>.</param>
/// <param name="Type"><c>TRANSFER</c> or <c>PAYOUT</c>.</param>
/// <param name="Destination">The provider's account to pay to.</param>
/// <param name="Source">The provider's account to pay from; empty leaves the choice to the provider.</param>
/// <param name="Description">A text for people.</param>
/// <param name="ConnectorId">The connector to use.</param>
/// <param name="Metadata">The transfer's metadata; empty rather than unset.</param>
/// <param name="WaitingValidation">Whether a person must validate the transfer first.</param>
/// <param name="Provider">The provider's name in upper case; unset when only a connector was named.</param>
public sealed record CreateTransferInitiation(
    BigInteger Amount,
    string Asset,
    string Type,
    string Destination,
    string Source,
    string Description,
    string ConnectorId,
    IReadOnlyDictionary<string, string> Metadata,
    bool WaitingValidation,
    string? Provider = null)
    : ActivityRequest("CreateTransferInitiation", StackService.Payments);
