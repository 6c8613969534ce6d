using System.Text.Json;
using Sluice.Engine.Activities;

namespace Sluice.Engine.Stages.Programs;

/// <summary>Finds the wallet that one side of a stage names, by its id or by a name that must then be unique.</summary>
internal sealed class WalletLookup
{
    private WalletLookup(ActivityRequest request) => Call = new StageStep.Call(request);

    /// <summary>The call that looks.</summary>
    public StageStep.Call Call { get; }

    /// <summary>The wallet, once the call is answered; unset when the answer names none, or several.</summary>
    public FoundWallet? Found => Candidates() is [var only]
        && StackAnswers.Text(only, "id") is { Length: > 0 } id
        && StackAnswers.Text(only, "ledger") is { Length: > 0 } ledger
            ? new FoundWallet(id, ledger, StackAnswers.Member(only, "metadata"))
            : null;

    public static WalletLookup Of(WalletParty wallet) => new(wallet.Id.Length > 0 ? new GetWallet(wallet.Id) : new ListWallets(wallet.Name));

    /// <summary>The step that ends the stage when there is no such wallet.</summary>
    public StageStep.Fail Fail() => new(Candidates() switch
    {
        [] => "wallet not found",
        [_] => "the wallets service answered with a wallet that has no id or no ledger",
        _ => "found multiple wallets with the same name",
    });

    private IReadOnlyList<JsonElement> Candidates() => Call.Request switch
    {
        GetWallet => StackAnswers.Member(Call.Answer, "data") is { ValueKind: JsonValueKind.Object } wallet ? [wallet] : [],
        _ => StackAnswers.Member(Call.Answer, "cursor", "data") is { ValueKind: JsonValueKind.Array } wallets ? [.. wallets.EnumerateArray()] : [],
    };
}

/// <summary>A wallet as far as a stage needs to know it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Ledger">The ledger that holds its money.</param>
/// <param name="Metadata">Its metadata.</param>
internal sealed record FoundWallet(string Id, string Ledger, JsonElement? Metadata);
