using System.Text.Json;

namespace Sluice.Simulation.Stack;

/// <summary>Wallets and holds over the books of their ledgers.</summary>
internal sealed class WalletService(Books books)
{
    private static readonly Answer NoHold = Answer.Refused(404, "VALIDATION", "hold not found");
    private static readonly Answer NoBalance = Answer.Refused(400, "VALIDATION", "balance not exists");

    private readonly Dictionary<string, Wallet> _wallets = new Wallet[]
    {
        new("w1", "ann", "default", "psp-1"), new("w2", "bob", "default", null), new("w3", "eve", "wallets", "psp-3"), new("w4", "bob", "wallets", null),
    }.ToDictionary(wallet => wallet.Id);

    private readonly Dictionary<string, Hold> _holds = [];

    internal IEnumerable<Hold> Holds => _holds.Values;

    internal (Answer Answer, long? Moved) Handle(StackRequest request, string[] path, JsonElement body) => (request.Method, path) switch
    {
        ("GET", [_, _, "wallets"]) => (List(request.Path), null),
        ("GET", [_, _, "wallets", var id]) => (
            _wallets.TryGetValue(id, out var wallet) ? new Answer(200, $$"""{"data":{{wallet.Json}}}""") : new Answer(404), null),
        (_, [_, _, "wallets", var id, "credit"]) => Credit(id, body),
        (_, [_, _, "wallets", var id, "debit"]) => Debit(id, request.Key!, body),
        (_, [_, _, "holds", var id, "confirm"]) => Confirm(id, body),
        (_, [_, _, "holds", var id, "void"]) => Void(id),
        _ => (Answer.Refused(404, "VALIDATION", "no such route"), null),
    };

    internal static string Account(string wallet, string balance) => $"wallets:{wallet}:{balance}";

    private static bool Exists(string balance) => balance is "main" or "savings";

    private Answer List(string path)
    {
        var name = path[(path.IndexOf("name=", StringComparison.Ordinal) + 5)..].Split('&')[0];
        return new Answer(200, $$$"""{"cursor":{"data":[{{{string.Join(',', _wallets.Values.Where(w => w.Name == name).Select(w => w.Json))}}}]}}""");
    }

    private (Answer Answer, long? Moved) Credit(string id, JsonElement body)
    {
        if (!_wallets.TryGetValue(id, out var wallet))
        {
            return (new Answer(404), null);
        }

        var (amount, asset) = Money(body);
        var source = Subject(body.GetProperty("sources")[0]);
        var balance = body.GetProperty("balance").GetString()!;
        return Exists(balance) && !source.EndsWith(":nowhere", StringComparison.Ordinal)
            ? Moved(books.Move(wallet.Ledger, source, Account(id, balance), asset, amount), amount)
            : (NoBalance, null);
    }

    private (Answer Answer, long? Moved) Debit(string id, string key, JsonElement body)
    {
        if (!_wallets.TryGetValue(id, out var wallet))
        {
            return (new Answer(404), null);
        }

        var (amount, asset) = Money(body);
        var balance = body.GetProperty("balances")[0].GetString()!;
        if (!Exists(balance))
        {
            return (NoBalance, null);
        }

        var source = Account(id, balance);
        var destination = body.TryGetProperty("destination", out var given) ? Subject(given) : "world";
        if (!body.TryGetProperty("pending", out var pending) || !pending.GetBoolean())
        {
            return Moved(books.Move(wallet.Ledger, source, destination, asset, amount), amount);
        }

        var hold = new Hold($"hold-{_holds.Count + 1}", key, wallet.Ledger, source, destination, asset, amount);
        if (!books.Move(wallet.Ledger, source, hold.Account, asset, amount))
        {
            return Moved(false, amount);
        }

        _holds.Add(hold.Id, hold);
        return (new Answer(201, $$$"""{"data":{"id":"{{{hold.Id}}}"}}"""), amount);
    }

    private (Answer Answer, long? Moved) Confirm(string id, JsonElement body)
    {
        if (!_holds.TryGetValue(id, out var hold))
        {
            return (NoHold, null);
        }

        var amount = body.TryGetProperty("amount", out var given) ? given.GetInt64() : hold.Remaining;
        if (hold.Remaining == 0 || amount > hold.Remaining)
        {
            return (hold.Remaining == 0
                ? Answer.Refused(400, "HOLD_CLOSED", "hold is closed")
                : Answer.Refused(400, "INSUFFICIENT_FUND", "insufficient fund"), null);
        }

        books.Move(hold.Ledger, hold.Account, hold.Destination, hold.Asset, amount);
        hold.Remaining -= amount;
        if (body.TryGetProperty("final", out var final) && final.GetBoolean())
        {
            GiveBack(hold);
        }

        return (new Answer(204), amount);
    }

    private (Answer Answer, long? Moved) Void(string id)
    {
        if (!_holds.TryGetValue(id, out var hold) || hold.Remaining == 0)
        {
            return (hold is null ? NoHold : Answer.Refused(400, "HOLD_CLOSED", "hold is closed"), null);
        }

        var amount = hold.Remaining;
        GiveBack(hold);
        return (new Answer(204), amount);
    }

    private void GiveBack(Hold hold)
    {
        books.Move(hold.Ledger, hold.Account, hold.Source, hold.Asset, hold.Remaining);
        hold.Remaining = 0;
    }

    private static (Answer Answer, long? Moved) Moved(bool done, long amount) =>
        done ? (new Answer(204), amount) : (Answer.Refused(400, "INSUFFICIENT_FUND", "insufficient fund"), null);

    private static (long Amount, string Asset) Money(JsonElement body) =>
        (body.GetProperty("amount").GetProperty("amount").GetInt64(), body.GetProperty("amount").GetProperty("asset").GetString()!);

    private static string Subject(JsonElement subject) => subject.GetProperty("type").GetString() == "ACCOUNT"
        ? subject.GetProperty("identifier").GetString()!
        : Account(subject.GetProperty("identifier").GetString()!, subject.GetProperty("balance").GetString()!);

    private sealed record Wallet(string Id, string Name, string Ledger, string? Payee)
    {
        internal string Json { get; } =
            $$$"""{"id":"{{{Id}}}","name":"{{{Name}}}","ledger":"{{{Ledger}}}","metadata":{{{{(Payee is null ? "" : $"\"formanceAccountID\":\"{Payee}\"")}}}}}""";
    }
}

/// <summary>Money of a wallet that is set aside.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Key">The idempotency key of the debit that opened it.</param>
/// <param name="Ledger">The ledger that holds it.</param>
/// <param name="Source">The account that it came from.</param>
/// <param name="Destination">The account that it is for.</param>
/// <param name="Asset">Its asset.</param>
/// <param name="Original">How much it was opened with.</param>
internal sealed record Hold(string Id, string Key, string Ledger, string Source, string Destination, string Asset, long Original)
{
    internal string Account { get; } = $"wallets:holds:{Id}";

    /// <summary>What is neither confirmed nor given back.</summary>
    internal long Remaining { get; set; } = Original;
}
