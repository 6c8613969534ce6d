using System.Numerics;
using System.Text.Json;
using Sluice.Client;
using Sluice.Runs;

namespace Sluice.EndToEnd.Tests.Cli;

/// <summary>A history tells what moved.</summary>
public sealed class MoveReaderTests
{
    private static readonly DateTimeOffset At = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private static readonly WalletKnown Ada = new("w-1", "ada", "wallets-002");
    private static readonly MoneyPlace World = new MoneyPlace.OfLedger("wallets-002", "world");
    private static readonly MoneyPlace Main = new MoneyPlace.OfWallet(Ada, "main");
    private static readonly MoneyPlace Savings = new MoneyPlace.OfWallet(Ada, "savings");
    private static readonly MoneyPlace Hold = new MoneyPlace.OfHold("h-1");
    private static readonly MoneyPlace Shop = new MoneyPlace.OfLedger("wallets-002", "shop");

    private static readonly StageHistoryEntry Lookup = Activity(
        "GetWallet", """{"id":"w-1"}""", """{"data":{"id":"w-1","name":"ada","ledger":"wallets-002"}}""");

    private static readonly StageHistoryEntry Held = Activity(
        "DebitWallet",
        """{"id":"w-1","data":{"amount":{"amount":100,"asset":"USD/2"},"balances":["savings"],"pending":true,"destination":{"type":"ACCOUNT","identifier":"shop"}}}""",
        """{"data":{"id":"h-1"}}""");

    [Fact]
    public void A_credit_comes_from_its_source()
    {
        var credit = Activity(
            "CreditWallet",
            """{"id":"w-1","data":{"amount":{"amount":123456789012345678901234567890,"asset":"ETH/18"},"sources":[{"type":"WALLET","identifier":"w-1","balance":"savings"}],"balance":"main"}}""");

        var moved = Read([Lookup, credit]);

        var amount = BigInteger.Parse("123456789012345678901234567890");
        Assert.Equal([new Move(Savings, Main, "ETH/18", amount) { Ledger = "wallets-002" }], moved.Moves);
    }

    [Fact]
    public void A_debit_without_a_destination_goes_to_the_world()
    {
        var found = Activity(
            "ListWallets", """{"name":"ada"}""", """{"cursor":{"data":[{"id":"w-1","name":"ada","ledger":"wallets-002"}]}}""");
        var debit = Activity("DebitWallet", """{"id":"w-1","data":{"amount":{"amount":5,"asset":"USD/2"},"balances":["main"]}}""");

        Assert.Equal([Wallets(Main, World, 5)], Read([found, debit]).Moves);
    }

    [Fact]
    public void What_a_final_confirmation_leaves_goes_to_the_main_balance()
    {
        var moved = Read([Lookup, Held], [Confirm(""","amount":30""")], [Confirm(""","amount":20,"final":true""")]);

        Assert.Equal([Wallets(Savings, Hold, 100), Wallets(Hold, Shop, 30), Wallets(Hold, Shop, 20), Wallets(Hold, Main, 50)], moved.Moves);
        Assert.Equal([new HoldMade("h-1", Ada, "savings", Shop, "USD/2", 100)], moved.Holds);
    }

    [Fact]
    public void A_confirmation_without_an_amount_is_of_all_that_is_left()
    {
        var moved = Read([Lookup, Held], [Confirm(""","amount":30""")], [Confirm(""","final":true""")]);

        Assert.Equal(Wallets(Hold, Shop, 70), moved.Moves[^1]);
    }

    [Fact]
    public void What_is_voided_goes_back_where_it_came_from()
    {
        var moved = Read([Lookup, Held, Confirm(""","amount":30"""), Activity("VoidHold", """{"id":"h-1"}""")]);

        Assert.Equal(Wallets(Hold, Savings, 70), moved.Moves[^1]);
    }

    [Fact]
    public void A_hold_of_somebody_else_is_not_guessed_about() =>
        Assert.Equal([new Move(Hold, new MoneyPlace.Untold(), "", null)], Read([Confirm("")]).Moves);

    [Fact]
    public void A_transfer_is_found_by_the_place_of_its_activity()
    {
        var transfer = Activity(
            "CreateTransferInitiation", """{"amount":5,"asset":"USD/2","type":"PAYOUT","destination":"a-1","connectorID":"c-1"}""");

        var moved = Read([], [Lookup, transfer]);

        Assert.Equal([new TransferMade("i-1-1-1", "c-1", "PAYOUT", "a-1", new Money("USD/2", 5))], moved.Transfers);
        Assert.Empty(moved.Moves);
    }

    [Fact]
    public void What_failed_or_is_under_way_has_moved_nothing() =>
        Assert.Empty(Read([Lookup, Held with { Error = "no" }, Held with { Terminated = false }]).Moves);

    private static Move Wallets(MoneyPlace source, MoneyPlace destination, int amount) =>
        new(source, destination, "USD/2", amount) { Ledger = "wallets-002" };

    private static StageHistoryEntry Confirm(string rest) => Activity("ConfirmHold", $$"""{"id":"h-1"{{rest}}}""");

    private static StageHistoryEntry Activity(string name, string input, string? output = null) => new(
        name, Wrapped(name, input), Terminated: true, At, Attempt: 1, output is null ? null : Wrapped(name, output));

    private static JsonElement Wrapped(string name, string json) => JsonDocument.Parse($$"""{"{{name}}":{{json}} }""").RootElement;

    private static MoveReader Read(params StageHistoryEntry[][] stages) =>
        MoveReader.Read(new RunSnapshot(new Instance("i-1", "w", At, At, Terminated: true), [.. stages.Select(Stage)]));

    private static StageProgress Stage(StageHistoryEntry[] activities, int number) =>
        new(number, "send", "", StageState.Succeeded) { Activities = activities };
}
