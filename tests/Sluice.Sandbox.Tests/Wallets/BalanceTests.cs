using System.Net;
using Microsoft.Extensions.Time.Testing;

namespace Sluice.Sandbox.Tests.Wallets;

/// <summary>Several balances in a wallet: which of them pays, and when it no longer does.</summary>
public sealed class BalanceTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2024, 5, 1, 10, 0, 0, TimeSpan.Zero));
    private SandboxApp _app = null!;
    private WalletDriver _wallets = null!;

    public async ValueTask InitializeAsync()
    {
        _app = await SandboxApp.StartAsync(_clock);
        _wallets = new WalletDriver(_app);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task A_created_balance_can_be_read_and_listed()
    {
        var id = await _wallets.CreateAsync();

        var created = await _wallets.PostAsync($"/wallets/{id}/balances", """{"name":"gift_card-1","expiresAt":"2024-06-01T00:00:00Z","priority":3}""");
        await _wallets.CreditAsync(id, "5", ""","balance":"gift_card-1" """);

        const string Fields = """
            "name":"gift_card-1","expiresAt":"2024-06-01T00:00:00.000000Z","priority":3
            """;
        Assert.Equal(WalletDriver.Data(Fields), created.Require(HttpStatusCode.Created).Body);
        Assert.Equal(
            WalletDriver.Data(Fields, "\"assets\":{\"USD/2\":5}"),
            (await _wallets.GetAsync($"/wallets/{id}/balances/gift_card-1")).Body);
        Assert.Equal(
            """[{"name":"main","expiresAt":null,"priority":0},{""" + Fields + "}]",
            (await _wallets.GetAsync($"/wallets/{id}/balances")).Cursor.GetProperty("data").GetRawText());
        Assert.Equal("""{"data":{"name":"main","expiresAt":null,"priority":0,"assets":{}}}""", (await _wallets.GetAsync($"/wallets/{id}/balances/main")).Body);
    }

    [Fact]
    public async Task Balances_come_in_pages()
    {
        var id = await _wallets.CreateAsync();
        await _wallets.AddBalanceAsync(id, "b");
        await _wallets.AddBalanceAsync(id, "a");

        var first = await _wallets.GetAsync($"/wallets/{id}/balances?pageSize=2");
        var second = await _wallets.GetAsync($"/wallets/{id}/balances?cursor={first.Cursor.Text("next")}");

        Assert.Equal(["main", "b", "a"], first.Column("name").Concat(second.Column("name")));
    }

    [Fact]
    public async Task All_balances_pay_soonest_expiring_first_then_by_priority_and_main_last()
    {
        var id = await CreateWithBalancesAsync(
            ("never-2", ""","priority":2"""),
            ("later", ""","expiresAt":"2024-08-01T00:00:00Z" """),
            ("never-1", ""","priority":-1"""),
            ("soon-2", ""","expiresAt":"2024-06-01T00:00:00Z","priority":2"""),
            ("soon-1", ""","expiresAt":"2024-06-01T00:00:00Z","priority":1"""));

        (await _wallets.DebitAsync(id, "55", ""","balances":["*"]""")).Require(HttpStatusCode.NoContent);

        Assert.Equal(
            [
                $"{WalletDriver.Account(id, "soon-1")} → world 10",
                $"{WalletDriver.Account(id, "soon-2")} → world 10",
                $"{WalletDriver.Account(id, "later")} → world 10",
                $"{WalletDriver.Account(id, "never-1")} → world 10",
                $"{WalletDriver.Account(id, "never-2")} → world 10",
                $"{WalletDriver.Account(id)} → world 5",
            ],
            await _wallets.LastPostingsAsync());
    }

    [Fact]
    public async Task Named_balances_pay_in_the_order_given_and_no_other_does()
    {
        var id = await CreateWithBalancesAsync(("a", ""), ("b", ""), ("c", ""));

        (await _wallets.DebitAsync(id, "15", ""","balances":["c","a"]""")).Require(HttpStatusCode.NoContent);
        (await _wallets.DebitAsync(id, "6", ""","balances":["a"]""")).RequireError(HttpStatusCode.BadRequest, "INSUFFICIENT_FUND");
        (await _wallets.DebitAsync(id, "11")).RequireError(HttpStatusCode.BadRequest, "INSUFFICIENT_FUND");

        Assert.Equal(
            [$"{WalletDriver.Account(id, "c")} → world 10", $"{WalletDriver.Account(id, "a")} → world 5"],
            await _wallets.LastPostingsAsync());
    }

    [Fact]
    public async Task What_has_expired_pays_nothing_from_that_very_instant_on()
    {
        var id = await CreateWithBalancesAsync(("gift", ""","expiresAt":"2024-05-01T10:00:01Z" """));
        var other = await _wallets.CreateAsync();
        var fromGift = $$""","sources":[{"type":"WALLET","identifier":"{{id}}","balance":"gift"}]""";
        (await _wallets.DebitAsync(id, "1", ""","balances":["gift"]""")).Require(HttpStatusCode.NoContent);
        (await _wallets.CreditAsync(other, "1", fromGift)).Require(HttpStatusCode.NoContent);

        _clock.Advance(TimeSpan.FromSeconds(1));

        (await _wallets.DebitAsync(id, "1", ""","balances":["gift"]""")).RequireError(HttpStatusCode.BadRequest, "INSUFFICIENT_FUND");
        (await _wallets.DebitAsync(id, "0", ""","balances":["gift"]""")).RequireError(HttpStatusCode.BadRequest, "INSUFFICIENT_FUND");
        (await _wallets.DebitAsync(id, "11", ""","balances":["*"]""")).RequireError(HttpStatusCode.BadRequest, "INSUFFICIENT_FUND");
        (await _wallets.CreditAsync(other, "1", fromGift)).RequireError(HttpStatusCode.BadRequest, "INSUFFICIENT_FUND");
        (await _wallets.DebitAsync(id, "10", ""","balances":["gift","main"]""")).Require(HttpStatusCode.NoContent);
        Assert.Equal(8, await _wallets.BalanceAsync(id, "gift"));
        Assert.Equal(0, await _wallets.BalanceAsync(id));
    }

    [Fact]
    public async Task The_summary_tells_what_is_available_what_expires_and_what_is_held()
    {
        var id = await CreateWithBalancesAsync(
            ("gone", ""","expiresAt":"2024-05-01T10:00:01Z" """), ("gift", ""","expiresAt":"2024-06-01T00:00:00Z" """), ("empty", ""));
        (await _wallets.DebitAsync(id, "10", ""","balances":["empty"]""")).Require(HttpStatusCode.NoContent);
        (await _wallets.PostAsync($"/wallets/{id}/credit", """{"amount":{"amount":7,"asset":"EUR/2"}}""")).Require(HttpStatusCode.NoContent);
        await _wallets.HoldAsync(id, "3");
        var confirmed = await _wallets.HoldAsync(id, "2");
        (await _wallets.ConfirmAsync(confirmed, """{"amount":1}""")).Require(HttpStatusCode.NoContent);
        _clock.Advance(TimeSpan.FromSeconds(1));

        var summary = (await _wallets.GetAsync($"/wallets/{id}/summary")).Require(HttpStatusCode.OK).Data;

        Assert.Equal("""{"EUR/2":7,"USD/2":15}""", summary.GetProperty("availableFunds").GetRawText());
        Assert.Equal("""{"USD/2":10}""", summary.GetProperty("expiredFunds").GetRawText());
        Assert.Equal("""{"USD/2":10}""", summary.GetProperty("expirableFunds").GetRawText());
        Assert.Equal("""{"USD/2":4}""", summary.GetProperty("holdFunds").GetRawText());
        Assert.Equal(
            ["main", "gone", "gift", "empty"],
            summary.GetProperty("balances").EnumerateArray().Select(balance => balance.Text("name")));
        Assert.Equal("""{"EUR/2":7,"USD/2":5}""", summary.GetProperty("balances")[0].GetProperty("assets").GetRawText());
    }

    [Fact]
    public async Task An_untouched_wallet_has_an_empty_summary()
    {
        var id = await _wallets.CreateAsync();

        Assert.Equal(
            """{"data":{"balances":[{"name":"main","expiresAt":null,"priority":0,"assets":{}}],"availableFunds":{},"expiredFunds":{},"expirableFunds":{},"holdFunds":{}}}""",
            (await _wallets.GetAsync($"/wallets/{id}/summary")).Body);
    }

    // Ten dollars in the main balance and in each of the others.
    private async Task<string> CreateWithBalancesAsync(params (string Name, string More)[] balances)
    {
        var id = await _wallets.CreateFundedAsync("10");
        foreach (var (name, more) in balances)
        {
            await _wallets.AddBalanceAsync(id, name, more);
            (await _wallets.CreditAsync(id, "10", $$""","balance":"{{name}}" """)).Require(HttpStatusCode.NoContent);
        }

        return id;
    }
}
