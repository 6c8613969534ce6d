using System.Text.Json;
using System.Text.Json.Serialization;
using Sluice.Engine.Activities;
using Sluice.Server.Api.Answers;

namespace Sluice.Server.Api.Resources;

/// <summary>What a service answered. Exactly one member is given, the one with the activity's name.</summary>
/// <typeparam name="TTransaction">How this version of the API shows a transaction.</typeparam>
internal sealed record ActivityOutput<TTransaction>
    where TTransaction : notnull
{
    /// <summary>The transaction as the ledger committed it.</summary>
    [JsonPropertyName("CreateTransaction")]
    public Data<TTransaction>? CreateTransaction { get; init; }

    /// <summary>The account.</summary>
    [JsonPropertyName("GetAccount")]
    public Data<ApiAccount>? GetAccount { get; init; }

    /// <summary>The payment.</summary>
    [JsonPropertyName("GetPayment")]
    public Data<ApiPayment>? GetPayment { get; init; }

    /// <summary>The wallet.</summary>
    [JsonPropertyName("GetWallet")]
    public Data<ApiWallet>? GetWallet { get; init; }

    /// <summary>The wallets of that name.</summary>
    [JsonPropertyName("ListWallets")]
    public FoundWallets? ListWallets { get; init; }

    /// <summary>The hold that sets the money aside, if it was to be set aside.</summary>
    [JsonPropertyName("DebitWallet")]
    public Data<ApiHold>? DebitWallet { get; init; }

    /// <returns>
    /// Null when the activity answers nothing, or something that lacks what SDKs demand: they would reject the whole history.
    /// </returns>
    public static ActivityOutput<TTransaction>? Of(ActivityRequest request, JsonElement answer, Func<ApiTransaction, TTransaction> show) =>
        request switch
        {
            Engine.Activities.CreateTransaction when ApiTransaction.Of(answer) is { } transaction =>
                new() { CreateTransaction = new Data<TTransaction>(show(transaction)) },
            Engine.Activities.GetAccount when ApiAccount.Of(DataOf(answer)) is { } account =>
                new() { GetAccount = new Data<ApiAccount>(account) },
            Engine.Activities.GetPayment when ApiPayment.Of(DataOf(answer)) is { } payment =>
                new() { GetPayment = new Data<ApiPayment>(payment) },
            Engine.Activities.GetWallet when ApiWallet.WithBalances(DataOf(answer)) is { } wallet =>
                new() { GetWallet = new Data<ApiWallet>(wallet) },
            Engine.Activities.ListWallets when FoundWallets.Of(answer) is { } wallets => new() { ListWallets = wallets },
            Engine.Activities.DebitWallet when ApiHold.Of(DataOf(answer)) is { } hold => new() { DebitWallet = new Data<ApiHold>(hold) },
            _ => null,
        };

    private static JsonElement? DataOf(JsonElement answer) => StackAnswers.Member(answer, "data");
}
