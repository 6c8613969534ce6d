using System.Net;

namespace Sluice.Sandbox.Tests.Wallets;

/// <summary>Debits, at once and pending, and what becomes of a hold.</summary>
public sealed class HoldTests : IAsyncLifetime
{
    private SandboxApp _app = null!;
    private WalletDriver _wallets = null!;

    public async ValueTask InitializeAsync()
    {
        _app = await SandboxApp.StartAsync();
        _wallets = new WalletDriver(_app);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task A_debit_pays_its_destination_at_once()
    {
        var id = await _wallets.CreateFundedAsync("100");
        var other = await _wallets.CreateAsync();
        await _wallets.AddBalanceAsync(other, "savings");

        (await _wallets.DebitAsync(id, "10")).Require(HttpStatusCode.NoContent);
        (await _wallets.DebitAsync(id, "20", ""","destination":{"type":"ACCOUNT","identifier":"shops:1"}""")).Require(HttpStatusCode.NoContent);
        (await _wallets.DebitAsync(id, "30", $$""","destination":{"type":"WALLET","identifier":"{{other}}"}""")).Require(HttpStatusCode.NoContent);
        (await _wallets.DebitAsync(id, "5", $$""","destination":{"type":"WALLET","identifier":"{{other}}","balance":"savings"}""")).Require(HttpStatusCode.NoContent);

        Assert.Equal(35, await _wallets.BalanceAsync(id));
        Assert.Equal(-90, await _wallets.AccountAsync("world"));
        Assert.Equal(20, await _wallets.AccountAsync("shops:1"));
        Assert.Equal(30, await _wallets.BalanceAsync(other));
        Assert.Equal(5, await _wallets.BalanceAsync(other, "savings"));
    }

    [Fact]
    public async Task A_debit_beyond_the_balance_is_refused_whole()
    {
        var id = await _wallets.CreateFundedAsync("100");

        var answer = await _wallets.DebitAsync(id, "101");

        Assert.Equal("insufficient fund", answer.RequireError(HttpStatusCode.BadRequest, "INSUFFICIENT_FUND").ErrorMessage);
        (await _wallets.DebitAsync(id, "101", ""","pending":true""")).RequireError(HttpStatusCode.BadRequest, "INSUFFICIENT_FUND");
        Assert.Equal(100, await _wallets.BalanceAsync(id));
        Assert.Empty((await _wallets.GetAsync("/holds")).Column("id"));
    }

    [Fact]
    public async Task A_pending_debit_sets_the_money_aside()
    {
        var id = await _wallets.CreateFundedAsync("100");

        var answer = await _wallets.DebitAsync(
            id, "40", ""","pending":true,"description":"order 7","metadata":{"order":"7"},"destination":{"type":"ACCOUNT","identifier":"shops:1"}""");

        var hold = answer.Require(HttpStatusCode.Created).Data.Text("id");
        var ids = $"""
            "id":"{hold}","walletID":"{id}"
            """;
        const string Fields = """
            "destination":{"type":"ACCOUNT","identifier":"shops:1"},"asset":"USD/2","metadata":{"order":"7"},"description":"order 7"
            """;
        Assert.Equal(WalletDriver.Data(ids, Fields), answer.Body);
        Assert.Equal(
            WalletDriver.Data(ids, Fields, "\"originalAmount\":40,\"remaining\":40"),
            (await _wallets.GetAsync($"/holds/{hold}")).Body);
        Assert.Equal(60, await _wallets.BalanceAsync(id));
        Assert.Equal(40, await _wallets.AccountAsync(WalletDriver.HoldAccount(hold)));
        Assert.Equal([$"{WalletDriver.Account(id)} → {WalletDriver.HoldAccount(hold)} 40"], await _wallets.LastPostingsAsync());
    }

    [Theory]
    [InlineData("{}", 40, 60, 0, 1)]
    [InlineData(null, 40, 60, 0, 1)]
    [InlineData("""{"final":true}""", 40, 60, 0, 1)]
    [InlineData("""{"amount":40}""", 40, 60, 0, 1)]
    [InlineData("""{"amount":15}""", 15, 60, 25, 1)]
    [InlineData("""{"amount":15,"final":false}""", 15, 60, 25, 1)]
    [InlineData("""{"amount":15,"final":true}""", 15, 85, 0, 2)]
    [InlineData("""{"amount":null,"final":null}""", 40, 60, 0, 1)]
    public async Task A_confirmation_pays_the_destination(string? body, int paid, int left, int remaining, int postings)
    {
        var id = await _wallets.CreateFundedAsync("100");
        var hold = await _wallets.HoldAsync(id, "40", ""","destination":{"type":"ACCOUNT","identifier":"shops:1"}""");

        var answer = (await _wallets.ConfirmAsync(hold, body)).Require(HttpStatusCode.NoContent);

        Assert.Equal("", answer.Body);
        Assert.Equal(paid, await _wallets.AccountAsync("shops:1"));
        Assert.Equal(left, await _wallets.BalanceAsync(id));
        Assert.Equal(remaining, await _wallets.RemainingAsync(hold));
        Assert.Equal(postings, (await _wallets.LastPostingsAsync()).Count());
    }

    [Fact]
    public async Task Partial_confirmations_add_up_until_the_hold_is_closed()
    {
        var id = await _wallets.CreateFundedAsync("100");
        var hold = await _wallets.HoldAsync(id, "40");

        (await _wallets.ConfirmAsync(hold, """{"amount":15}""")).Require(HttpStatusCode.NoContent);
        var tooMuch = await _wallets.ConfirmAsync(hold, """{"amount":26}""");
        (await _wallets.ConfirmAsync(hold, """{"amount":25}""")).Require(HttpStatusCode.NoContent);

        tooMuch.RequireError(HttpStatusCode.BadRequest, "INSUFFICIENT_FUND");
        (await _wallets.ConfirmAsync(hold)).RequireError(HttpStatusCode.BadRequest, "HOLD_CLOSED");
        (await _wallets.VoidAsync(hold)).RequireError(HttpStatusCode.BadRequest, "HOLD_CLOSED");
        Assert.Equal(-60, await _wallets.AccountAsync("world"));
        var read = (await _wallets.GetAsync($"/holds/{hold}")).Data;
        Assert.Equal((40, 0), (read.GetProperty("originalAmount").GetInt32(), read.GetProperty("remaining").GetInt32()));
    }

    [Fact]
    public async Task A_void_returns_the_money_to_where_it_came_from()
    {
        var id = await _wallets.CreateFundedAsync("100");
        await _wallets.AddBalanceAsync(id, "gifts");
        (await _wallets.CreditAsync(id, "30", ""","balance":"gifts" """)).Require(HttpStatusCode.NoContent);
        var hold = await _wallets.HoldAsync(id, "50", ""","balances":["*"]""");
        Assert.Equal(80, await _wallets.BalanceAsync(id));

        (await _wallets.VoidAsync(hold)).Require(HttpStatusCode.NoContent);

        Assert.Equal(100, await _wallets.BalanceAsync(id));
        Assert.Equal(30, await _wallets.BalanceAsync(id, "gifts"));
        (await _wallets.VoidAsync(hold)).RequireError(HttpStatusCode.BadRequest, "HOLD_CLOSED");
        (await _wallets.ConfirmAsync(hold)).RequireError(HttpStatusCode.BadRequest, "HOLD_CLOSED");
    }

    [Fact]
    public async Task A_void_after_a_partial_confirmation_returns_the_rest_to_who_gave_first()
    {
        var id = await _wallets.CreateFundedAsync("100");
        await _wallets.AddBalanceAsync(id, "gifts");
        (await _wallets.CreditAsync(id, "30", ""","balance":"gifts" """)).Require(HttpStatusCode.NoContent);
        var hold = await _wallets.HoldAsync(id, "50", ""","balances":["gifts","main"]""");
        (await _wallets.ConfirmAsync(hold, """{"amount":10}""")).Require(HttpStatusCode.NoContent);

        (await _wallets.VoidAsync(hold)).Require(HttpStatusCode.NoContent);

        Assert.Equal(
            [
                $"{WalletDriver.HoldAccount(hold)} → {WalletDriver.Account(id, "gifts")} 30",
                $"{WalletDriver.HoldAccount(hold)} → {WalletDriver.Account(id)} 10",
            ],
            await _wallets.LastPostingsAsync());
    }

    [Fact]
    public async Task A_hold_can_be_for_a_wallet()
    {
        var id = await _wallets.CreateFundedAsync("100");
        var other = await _wallets.CreateAsync();
        var hold = await _wallets.HoldAsync(id, "40", $$""","destination":{"type":"WALLET","identifier":"{{other}}"}""");

        (await _wallets.ConfirmAsync(hold)).Require(HttpStatusCode.NoContent);

        Assert.Equal(40, await _wallets.BalanceAsync(other));
        Assert.Equal(
            $$"""{"type":"WALLET","identifier":"{{other}}","balance":"main"}""",
            (await _wallets.GetAsync($"/holds/{hold}")).Data.GetProperty("destination").GetRawText());
    }

    [Fact]
    public async Task Money_paid_into_a_hold_from_outside_is_not_lost()
    {
        var id = await _wallets.CreateFundedAsync("100");
        var hold = await _wallets.HoldAsync(id, "40");
        var outside = SandboxApp.Move("world", WalletDriver.HoldAccount(hold), "5");
        (await _app.PostAsync(WalletDriver.Ledger + "/transactions", outside)).Require(HttpStatusCode.OK);

        (await _wallets.VoidAsync(hold)).Require(HttpStatusCode.NoContent);

        Assert.Equal(105, await _wallets.BalanceAsync(id));
        Assert.Equal(0, await _wallets.RemainingAsync(hold));
    }

    [Fact]
    public async Task Holds_are_listed_by_wallet_and_metadata_in_pages()
    {
        var id = await _wallets.CreateFundedAsync("100");
        var other = await _wallets.CreateFundedAsync("100");
        var first = await _wallets.HoldAsync(id, "1", ""","metadata":{"k":"v"}""");
        var foreign = await _wallets.HoldAsync(other, "1", ""","metadata":{"k":"v"}""");
        var second = await _wallets.HoldAsync(id, "2");
        (await _wallets.VoidAsync(second)).Require(HttpStatusCode.NoContent);

        var page = await _wallets.GetAsync($"/holds?walletID={id}&pageSize=1");
        var next = await _wallets.GetAsync($"/holds?cursor={page.Cursor.Text("next")}");

        Assert.Equal([first, second], page.Column("id").Concat(next.Column("id")));
        Assert.Equal([first, foreign, second], (await _wallets.GetAsync("/holds")).Column("id"));
        Assert.Equal([first, foreign], (await _wallets.GetAsync("/holds?metadata[k]=v")).Column("id"));
        Assert.Empty((await _wallets.GetAsync($"/holds?walletID={Guid.NewGuid()}")).Column("id"));
    }
}
