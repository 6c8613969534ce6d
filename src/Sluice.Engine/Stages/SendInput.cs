namespace Sluice.Engine.Stages;

/// <summary>Move money from a source to a destination.</summary>
/// <param name="Source">Where the money comes from.</param>
/// <param name="Destination">Where it goes.</param>
/// <param name="Amount">How much; unset only where the source itself says so (a payment).</param>
/// <param name="Metadata">Metadata for the transactions made; unset when the author gave none.</param>
/// <param name="Timestamp">The effective time of the transactions; unset means the time of execution.</param>
public sealed record SendInput(
    SendParty Source,
    SendParty Destination,
    MoneyAmount? Amount = null,
    IReadOnlyDictionary<string, string>? Metadata = null,
    DateTimeOffset? Timestamp = null) : StageInput;

/// <summary>One side of a <see cref="SendInput"/>. Exactly one of the three is set.</summary>
/// <param name="Account">A ledger account.</param>
/// <param name="Wallet">A wallet, by id or by name.</param>
/// <param name="Payment">A payment: as a source one that came in, as a destination one to initiate.</param>
public sealed record SendParty(AccountParty? Account = null, WalletParty? Wallet = null, PaymentParty? Payment = null);

/// <summary>A ledger account as one side of a send.</summary>
/// <param name="Id">The account's address.</param>
/// <param name="Ledger">The ledger that holds it; <c>default</c> unless the author says otherwise.</param>
/// <param name="ThroughAccount">The bridge account of that ledger when money crosses ledgers; <c>world</c> by default.</param>
/// <param name="AllowOverdraft">Whether the debited account may go below zero.</param>
public sealed record AccountParty(string Id, string Ledger, string ThroughAccount, bool AllowOverdraft);

/// <summary>A wallet as one side of a send. Exactly one of id and name is not empty.</summary>
/// <param name="Id">The wallet's id, or empty.</param>
/// <param name="Name">The wallet's name, or empty.</param>
/// <param name="Balance">The balance of the wallet; <c>main</c> by default.</param>
public sealed record WalletParty(string Id, string Name, string Balance);

/// <summary>A payment as one side of a send. As a source the first five members count, as a destination the others.</summary>
/// <param name="Id">Source: the payment's id.</param>
/// <param name="Ledger">Source: the internal ledger that payments are booked in.</param>
/// <param name="HoldingAccount">Source: the account of that ledger that holds this payment.</param>
/// <param name="ThroughAccount">Source: the account of that ledger that payments enter from.</param>
/// <param name="AllowOverdraft">Source: whether that account may go below zero.</param>
/// <param name="Psp">Destination: the payment service provider, as written.</param>
/// <param name="Type">Destination: <c>TRANSFER</c> or <c>PAYOUT</c>.</param>
/// <param name="SourceAccount">Destination: the provider's account to pay from, or unset.</param>
/// <param name="Metadata">Destination: the metadata key of the source that holds the provider's account id.</param>
/// <param name="WaitingValidation">Destination: whether a person must validate the transfer first.</param>
/// <param name="ConnectorId">Destination: the connector to use, or unset.</param>
public sealed record PaymentParty(
    string? Id = null,
    string? Ledger = null,
    string? HoldingAccount = null,
    string? ThroughAccount = null,
    bool? AllowOverdraft = null,
    string? Psp = null,
    string? Type = null,
    string? SourceAccount = null,
    string? Metadata = null,
    bool? WaitingValidation = null,
    string? ConnectorId = null);
