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

    public static ActivityInput Of(ActivityRequest request) => request switch
    {
        CreateTransaction create => new() { CreateTransaction = new(create.Ledger, create.Data) },
        AddAccountMetadata add => new() { AddAccountMetadata = new(add.Id, add.Id, add.Ledger, add.Metadata) },
        _ => throw new UnreachableException($"the history has no shape for the input of {request.ActivityName}"),
    };
}

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
