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

    /// <returns>Null when the activity answers nothing, or nothing that could be shown.</returns>
    public static ActivityOutput<TTransaction>? Of(ActivityRequest request, JsonElement answer, Func<ApiTransaction, TTransaction> show) =>
        request switch
        {
            Engine.Activities.CreateTransaction when ApiTransaction.Of(answer) is { } transaction =>
                new() { CreateTransaction = new Data<TTransaction>(show(transaction)) },
            _ => null,
        };
}
