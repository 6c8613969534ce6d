using System.Diagnostics;
using System.Text.Json.Serialization;
using Sluice.Engine.Activities;

namespace Sluice.Server.Api.Resources;

/// <summary>What an activity sends. Exactly one member is given, the one with the activity's name.</summary>
internal sealed record ActivityInput
{
    /// <summary>A transaction for a ledger.</summary>
    [JsonPropertyName("CreateTransaction")]
    public CreateTransactionInput? CreateTransaction { get; init; }

    /// <summary>Metadata for an account of a ledger.</summary>
    [JsonPropertyName("AddAccountMetadata")]
    public AddAccountMetadataInput? AddAccountMetadata { get; init; }

    /// <summary>An account of a ledger to read.</summary>
    [JsonPropertyName("GetAccount")]
    public GetAccountInput? GetAccount { get; init; }

    /// <summary>A ledger to create.</summary>
    [JsonPropertyName("CreateLedger")]
    public CreateLedgerInput? CreateLedger { get; init; }

    /// <summary>A wallet to read.</summary>
    [JsonPropertyName("GetWallet")]
    public ById? GetWallet { get; init; }

    /// <summary>A wallet to find.</summary>
    [JsonPropertyName("ListWallets")]
    public ListWalletsInput? ListWallets { get; init; }

    /// <summary>Money for a wallet.</summary>
    [JsonPropertyName("CreditWallet")]
    public CreditWalletInput? CreditWallet { get; init; }

    /// <summary>Money from a wallet.</summary>
    [JsonPropertyName("DebitWallet")]
    public DebitWalletInput? DebitWallet { get; init; }

    /// <summary>A hold to confirm.</summary>
    [JsonPropertyName("ConfirmHold")]
    public ConfirmHoldInput? ConfirmHold { get; init; }

    /// <summary>A hold to void.</summary>
    [JsonPropertyName("VoidHold")]
    public ById? VoidHold { get; init; }

    /// <summary>A payment to read.</summary>
    [JsonPropertyName("GetPayment")]
    public ById? GetPayment { get; init; }

    /// <summary>A provider whose connector is looked for.</summary>
    [JsonPropertyName("ListConnectors")]
    public ListConnectorsInput? ListConnectors { get; init; }

    /// <summary>A transfer to ask a provider for.</summary>
    [JsonPropertyName("CreateTransferInitiation")]
    public CreateTransferInitiationInput? CreateTransferInitiation { get; init; }

    public static ActivityInput Of(ActivityRequest request) => request switch
    {
        CreateTransaction create => new() { CreateTransaction = new(create.Ledger, create.Data) },
        AddAccountMetadata add => new() { AddAccountMetadata = new(add.Id, add.Id, add.Ledger, add.Metadata) },
        GetAccount get => new() { GetAccount = new(get.Id, get.Ledger) },
        CreateLedger create => new() { CreateLedger = new(create.Ledger) },
        GetWallet get => new() { GetWallet = new(get.Id) },
        ListWallets list => new() { ListWallets = new(list.Name) },
        CreditWallet credit => new() { CreditWallet = new(credit.Id, credit.Data) },
        DebitWallet debit => new() { DebitWallet = new(debit.Id, debit.Data) },
        ConfirmHold confirm => new() { ConfirmHold = new(confirm.Id, confirm.Amount, confirm.Final) },
        VoidHold hold => new() { VoidHold = new(hold.Id) },
        GetPayment get => new() { GetPayment = new(get.Id) },
        ListConnectors list => new() { ListConnectors = new(list.Provider) },
        CreateTransferInitiation create => new() { CreateTransferInitiation = CreateTransferInitiationInput.Of(create) },
        _ => throw new UnreachableException($"the history has no shape for the input of {request.ActivityName}"),
    };
}
