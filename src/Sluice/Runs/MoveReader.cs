using System.Globalization;
using System.Numerics;
using System.Text.Json;
using Sluice.Client;

namespace Sluice.Runs;

/// <summary>
/// Reads from the history of an instance what it moved. The history alone tells it of this instance and no other; the ledgers that
/// wallets are built on show everybody's moves.
/// </summary>
internal sealed class MoveReader
{
    private readonly Dictionary<string, WalletKnown> _wallets = new(StringComparer.Ordinal);
    private readonly Dictionary<string, BigInteger> _left = new(StringComparer.Ordinal);
    private readonly List<Move> _moves = [];
    private readonly List<HoldMade> _holds = [];
    private readonly List<TransferMade> _transfers = [];

    /// <summary>The moves, in order.</summary>
    public IReadOnlyList<Move> Moves => _moves;

    /// <summary>The holds that were made.</summary>
    public IReadOnlyList<HoldMade> Holds => _holds;

    /// <summary>The transfers that were asked for.</summary>
    public IReadOnlyList<TransferMade> Transfers => _transfers;

    /// <summary>Reads the stages of an instance.</summary>
    /// <param name="snapshot">How it stands.</param>
    /// <exception cref="JsonException">A recorded answer is not a ledger's.</exception>
    public static MoveReader Read(RunSnapshot snapshot)
    {
        var reader = new MoveReader();
        foreach (var stage in snapshot.Stages)
        {
            foreach (var (index, activity) in stage.Activities.Index())
            {
                if (activity is { Terminated: true, Error: null } && activity.Input.TryGetProperty(activity.Name, out var input))
                {
                    var reference = string.Create(CultureInfo.InvariantCulture, $"{snapshot.Instance.Id}-{stage.Number}-{index}");
                    reader.Add(activity, input, reference);
                }
            }
        }

        return reader;
    }

    private void Add(StageHistoryEntry activity, JsonElement input, string reference)
    {
        switch (activity.Name)
        {
            case "CreateTransaction":
                _moves.AddRange(activity.GetTransactions().SelectMany(Postings));
                break;
            case "GetWallet" or "ListWallets":
                Remember(Answer(activity));
                break;
            case "CreditWallet":
                Credit(input);
                break;
            case "DebitWallet":
                Debit(input, Answer(activity));
                break;
            case "ConfirmHold":
                Confirm(input);
                break;
            case "VoidHold":
                Release(input, null, toWallet: true);
                break;
            case "CreateTransferInitiation":
                var money = new Money(input.Text("asset"), input.Integer("amount") ?? 0);
                _transfers.Add(new(reference, input.Text("connectorID"), input.Text("type"), input.Text("destination"), money));
                break;
        }
    }

    private static IEnumerable<Move> Postings(CommittedTransaction committed) => committed.Transaction.Postings.Select(posting => new Move(
        new MoneyPlace.OfLedger(committed.Ledger, posting.Source),
        new MoneyPlace.OfLedger(committed.Ledger, posting.Destination),
        posting.Asset,
        posting.Amount)
    {
        Ledger = committed.Ledger,
        TransactionId = committed.Transaction.Id,
    });

    private static JsonElement Answer(StageHistoryEntry activity) => activity.Output?.Member(activity.Name) ?? default;

    private void Remember(JsonElement answer)
    {
        var found = answer.Member("cursor").Member("data");
        foreach (var wallet in found.ValueKind is JsonValueKind.Array ? found.EnumerateArray().ToArray() : [answer.Member("data")])
        {
            _wallets[wallet.Text("id")] = new WalletKnown(wallet.Text("id"), wallet.Text("name"), wallet.Text("ledger"));
        }
    }

    private WalletKnown Known(string id) => _wallets.GetValueOrDefault(id, new WalletKnown(id, id, ""));

    private void Credit(JsonElement input)
    {
        var data = input.Member("data");
        var wallet = Known(input.Text("id"));
        // The engine names one source; of several the service does not say who paid how much.
        var sources = data.Member("sources").Items();
        Add(
            wallet,
            sources.Count == 1 ? Subject(sources[0], wallet) : new MoneyPlace.Untold(),
            new MoneyPlace.OfWallet(wallet, data.Text("balance")),
            data);
    }

    private void Debit(JsonElement input, JsonElement answer)
    {
        var data = input.Member("data");
        var wallet = Known(input.Text("id"));
        var balance = data.Member("balances").Items() is [var only] ? only.GetString() ?? "" : Wallet.MainBalance;
        var source = new MoneyPlace.OfWallet(wallet, balance);
        var destination = Subject(data.Member("destination"), wallet);
        if (answer.Member("data").Text("id") is not { Length: > 0 } hold)
        {
            Add(wallet, source, destination, data);
            return;
        }

        var amount = data.Member("amount");
        var made = new HoldMade(hold, wallet, balance, destination, amount.Text("asset"), amount.Integer("amount") ?? 0);
        _holds.Add(made);
        _left[hold] = made.Amount;
        Add(wallet, source, new MoneyPlace.OfHold(hold), data);
    }

    private void Confirm(JsonElement input)
    {
        Release(input, input.Integer("amount"), toWallet: false);
        if (input.Member("final").ValueKind is JsonValueKind.True && _left.GetValueOrDefault(input.Text("id")).Sign > 0)
        {
            Release(input, null, toWallet: true);
        }
    }

    private void Release(JsonElement input, BigInteger? amount, bool toWallet)
    {
        var id = input.Text("id");
        if (_holds.Find(hold => hold.Id == id) is not { } made)
        {
            _moves.Add(new Move(new MoneyPlace.OfHold(id), new MoneyPlace.Untold(), "", amount));
            return;
        }

        var released = amount ?? _left[id];
        _left[id] -= released;
        // What a confirmation leaves over goes to the main balance, what is voided to where it came from.
        var confirmed = input.Member("final").ValueKind is JsonValueKind.True;
        var home = new MoneyPlace.OfWallet(made.Wallet, confirmed ? Wallet.MainBalance : made.Balance);
        _moves.Add(new Move(new MoneyPlace.OfHold(id), toWallet ? home : made.Destination, made.Asset, released)
        {
            Ledger = made.Wallet.Ledger,
        });
    }

    private MoneyPlace Subject(JsonElement subject, WalletKnown wallet) => subject.Text("type") switch
    {
        "WALLET" => new MoneyPlace.OfWallet(
            Known(subject.Text("identifier")), subject.Text("balance") is { Length: > 0 } balance ? balance : Wallet.MainBalance),
        "ACCOUNT" => new MoneyPlace.OfLedger(wallet.Ledger, subject.Text("identifier")),
        _ => new MoneyPlace.OfLedger(wallet.Ledger, "world"),
    };

    private void Add(WalletKnown wallet, MoneyPlace source, MoneyPlace destination, JsonElement data)
    {
        var amount = data.Member("amount");
        _moves.Add(new Move(source, destination, amount.Text("asset"), amount.Integer("amount")) { Ledger = wallet.Ledger });
    }
}
