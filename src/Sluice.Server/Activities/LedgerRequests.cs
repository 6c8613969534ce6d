using Sluice.Engine.Activities;

using static Sluice.Server.Activities.StackRequests;

namespace Sluice.Server.Activities;

/// <summary>The calls to the ledger.</summary>
internal static class LedgerRequests
{
    internal static HttpRequestMessage Build(ActivityAttempt attempt) => attempt.Request switch
    {
        CreateTransaction create => Post(
            $"api/ledger/v2/{Segment(create.Ledger)}/transactions", create.Data, StackJson.Default.TransactionData).WithKeyOf(attempt),
        AddAccountMetadata add => Post(
            $"api/ledger/v2/{Segment(add.Ledger)}/accounts/{Segment(add.Id)}/metadata",
            add.Metadata,
            StackJson.Default.IReadOnlyDictionaryStringString).WithKeyOf(attempt),
        // The first version of the API: it answers an account that nobody has used with an empty one.
        GetAccount get => Get($"api/ledger/{Segment(get.Ledger)}/accounts/{Segment(get.Id)}"),
        // Without a key: the name makes a repetition harmless.
        CreateLedger create => Post($"api/ledger/v2/{Segment(create.Ledger)}", new EmptyBody(), StackJson.Default.EmptyBody),
        _ => throw Unknown(attempt),
    };
}
