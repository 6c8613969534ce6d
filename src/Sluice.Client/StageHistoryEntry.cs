using System.Text.Json;

namespace Sluice.Client;

/// <summary>An activity of a stage: one call to a service of the stack, through all of its attempts.</summary>
/// <param name="Name">What was called, such as <c>CreateTransaction</c>.</param>
/// <param name="Input">What was asked: an object whose one key is the activity's name.</param>
/// <param name="Terminated">Whether the activity has ended.</param>
/// <param name="StartedAt">When it was first scheduled.</param>
/// <param name="Attempt">The attempt that ended it, or the current one; counted from 1.</param>
/// <param name="Output">
/// What was answered, of the same shape as the input; unset before the end and when the service answers nothing.
/// </param>
/// <param name="TerminatedAt">When it ended; unset before.</param>
/// <param name="Error">Why it failed for good; unset otherwise.</param>
/// <param name="LastFailure">Why the last attempt failed; unset when none has.</param>
/// <param name="NextExecution">When the next attempt begins; unset unless one is due.</param>
public sealed record StageHistoryEntry(
    string Name,
    JsonElement Input,
    bool Terminated,
    DateTimeOffset StartedAt,
    int Attempt,
    JsonElement? Output = null,
    DateTimeOffset? TerminatedAt = null,
    string? Error = null,
    string? LastFailure = null,
    DateTimeOffset? NextExecution = null)
{
    private const string CreateTransaction = "CreateTransaction";

    /// <summary>The transactions that the activity committed, each with the ledger that holds it; empty for every other activity.</summary>
    /// <exception cref="JsonException">The recorded answer is not a ledger's.</exception>
    public IReadOnlyList<CommittedTransaction> GetTransactions()
    {
        if (Name != CreateTransaction || Output is not { ValueKind: JsonValueKind.Object } output)
        {
            return [];
        }

        var ledger = Input.TryGetProperty(CreateTransaction, out var asked) && asked.TryGetProperty("ledger", out var name)
            ? name.GetString() ?? ""
            : "";
        if (!output.TryGetProperty(CreateTransaction, out var answered) || !answered.TryGetProperty("data", out var data))
        {
            return [];
        }

        // The second version of the API answers a list where the first answers the transaction itself.
        var transactions = data.ValueKind == JsonValueKind.Array ? data.EnumerateArray().ToArray() : [data];
        return [.. transactions.Select(each => new CommittedTransaction(ledger, TransactionOf(each)))];
    }

    private static Transaction TransactionOf(JsonElement json) =>
        json.Deserialize(ClientJson.Default.Transaction) ?? throw new JsonException("Expected a transaction and found null.");
}

/// <summary>A transaction and the ledger that holds it.</summary>
/// <param name="Ledger">The ledger's name.</param>
/// <param name="Transaction">The transaction.</param>
public sealed record CommittedTransaction(string Ledger, Transaction Transaction);
