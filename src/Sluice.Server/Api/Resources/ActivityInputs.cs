using System.Numerics;
using System.Text.Json.Serialization;
using Sluice.Engine.Activities;

namespace Sluice.Server.Api.Resources;

/// <summary>The input of activities that name one thing by its id.</summary>
/// <param name="Id">The id.</param>
internal sealed record ById(string Id);

/// <summary>The input of CreateTransaction.</summary>
/// <param name="Ledger">The ledger.</param>
/// <param name="Data">The transaction.</param>
internal sealed record CreateTransactionInput(string Ledger, TransactionData Data);

/// <summary>The input of AddAccountMetadata.</summary>
/// <param name="Id">The account's address.</param>
/// <param name="Account">The same address, for readers that know it by this name.</param>
/// <param name="Ledger">The ledger.</param>
/// <param name="Metadata">The keys to set.</param>
internal sealed record AddAccountMetadataInput(string Id, string Account, string Ledger, IReadOnlyDictionary<string, string> Metadata);

/// <summary>The input of GetAccount.</summary>
/// <param name="Id">The account's address.</param>
/// <param name="Ledger">The ledger.</param>
internal sealed record GetAccountInput(string Id, string Ledger);

/// <summary>The input of CreateLedger.</summary>
/// <param name="Ledger">The ledger's name.</param>
internal sealed record CreateLedgerInput(string Ledger);

/// <summary>The input of ListWallets.</summary>
/// <param name="Name">The wallet's name.</param>
internal sealed record ListWalletsInput(string Name);

/// <summary>The input of CreditWallet.</summary>
/// <param name="Id">The wallet.</param>
/// <param name="Data">The credit.</param>
internal sealed record CreditWalletInput(string Id, WalletCredit Data);

/// <summary>The input of DebitWallet.</summary>
/// <param name="Id">The wallet.</param>
/// <param name="Data">The debit.</param>
internal sealed record DebitWalletInput(string Id, WalletDebit Data);

/// <summary>The input of ConfirmHold.</summary>
/// <param name="Id">The hold.</param>
/// <param name="Amount">How much of it, unless all that remains.</param>
/// <param name="Final">Whether the rest is given back.</param>
internal sealed record ConfirmHoldInput(string Id, BigInteger? Amount, bool? Final);

/// <summary>The input of ListConnectors.</summary>
/// <param name="Provider">The provider whose connector is looked for.</param>
internal sealed record ListConnectorsInput(string Provider);

/// <summary>The input of CreateTransferInitiation.</summary>
/// <param name="Amount">Minor units.</param>
/// <param name="Asset">The asset.</param>
/// <param name="Provider">The provider's name, if it was given.</param>
/// <param name="Type">TRANSFER or PAYOUT.</param>
/// <param name="Destination">The provider's account to pay to.</param>
/// <param name="Source">The provider's account to pay from; empty leaves the choice to the provider.</param>
/// <param name="Description">A text for people.</param>
/// <param name="ConnectorId">The connector.</param>
/// <param name="Metadata">The transfer's metadata.</param>
/// <param name="WaitingValidation">Whether a person must validate the transfer first.</param>
internal sealed record CreateTransferInitiationInput(
    BigInteger Amount,
    string Asset,
    string? Provider,
    string Type,
    string Destination,
    string Source,
    string Description,
    [property: JsonPropertyName("connectorID")] string ConnectorId,
    IReadOnlyDictionary<string, string> Metadata,
    bool WaitingValidation)
{
    public static CreateTransferInitiationInput Of(CreateTransferInitiation create) => new(
        create.Amount,
        create.Asset,
        create.Provider,
        create.Type,
        create.Destination,
        create.Source,
        create.Description,
        create.ConnectorId,
        create.Metadata,
        create.WaitingValidation);
}
