using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Sluice.Simulation.Stack;

/// <summary>Ledgers: transactions, accounts and their metadata.</summary>
internal sealed partial class LedgerService(Books books)
{
    private readonly HashSet<string> _ledgers = ["default", "main", "other", "wallets"];
    private readonly HashSet<(string Ledger, string Reference)> _references = [];
    private int _transactions;

    internal (Answer Answer, long? Moved) Handle(string method, string[] path, JsonElement body)
    {
        // The first version of the API has no version in its path.
        if (method == "GET")
        {
            return (GetAccount(path[4]), null);
        }

        var ledger = path[3];
        if (path.Length == 4)
        {
            return (_ledgers.Add(ledger) ? new Answer(204) : Answer.Refused(400, "LEDGER_ALREADY_EXISTS", "it exists"), null);
        }

        if (!_ledgers.Contains(ledger))
        {
            return (Answer.Refused(404, "LEDGER_NOT_FOUND", "no such ledger"), null);
        }

        return path[4] == "transactions" ? Commit(ledger, body) : (new Answer(204), null);
    }

    private static Answer GetAccount(string account) => new(200, account switch
    {
        "payee" => """{"data":{"address":"payee","metadata":{"formanceAccountID":"psp-account"}}}""",
        _ => """{"data":{"address":"any","metadata":{}}}""",
    });

    private (Answer Answer, long? Moved) Commit(string ledger, JsonElement body)
    {
        var reference = body.TryGetProperty("reference", out var given) ? given.GetString() : null;
        if (reference is not null && _references.Contains((ledger, reference)))
        {
            return (Answer.Refused(409, "CONFLICT", "the reference is taken"), null);
        }

        var (source, destination, asset, amount, overdraft) = body.TryGetProperty("postings", out var postings)
            ? Posting(postings[0])
            : Script(body.GetProperty("script").GetProperty("plain").GetString()!);
        if (!books.Move(ledger, source, destination, asset, amount, overdraft))
        {
            return (Answer.Refused(400, "INSUFFICIENT_FUND", "too little in the source"), null);
        }

        if (reference is not null)
        {
            _references.Add((ledger, reference));
        }

        return (new Answer(200, $$$"""{"data":{"id":{{{++_transactions}}},"postings":[]}}"""), amount);
    }

    private static (string Source, string Destination, string Asset, long Amount, bool Overdraft) Posting(JsonElement posting) => (
        posting.GetProperty("source").GetString()!,
        posting.GetProperty("destination").GetString()!,
        posting.GetProperty("asset").GetString()!,
        posting.GetProperty("amount").GetInt64(),
        false);

    private static (string Source, string Destination, string Asset, long Amount, bool Overdraft) Script(string plain)
    {
        var match = OverdraftMove().Match(plain);
        return (
            match.Groups["source"].Value,
            match.Groups["destination"].Value,
            match.Groups["asset"].Value,
            long.Parse(match.Groups["amount"].ValueSpan, CultureInfo.InvariantCulture),
            true);
    }

    [GeneratedRegex(@"send \[(?<asset>\S+) (?<amount>\d+)\] \(\s*source = @(?<source>\S+) allowing unbounded overdraft\s*destination = @(?<destination>\S+)")]
    private static partial Regex OverdraftMove();
}
