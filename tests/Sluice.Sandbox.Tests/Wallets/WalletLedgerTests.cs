using System.Net;
using System.Text.Json;

namespace Sluice.Sandbox.Tests.Wallets;

/// <summary>What wallets do is there in their ledger, in their list of transactions and in the events.</summary>
public sealed class WalletLedgerTests : IAsyncLifetime
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
    public async Task Every_movement_is_a_committed_transaction_for_listeners()
    {
        var id = await _wallets.CreateAsync();
        Assert.Empty(_app.Events);

        (await _wallets.CreditAsync(id, "100", key: "k")).Require(HttpStatusCode.NoContent);
        (await _wallets.CreditAsync(id, "100", key: "k")).Require(HttpStatusCode.NoContent);
        (await _wallets.DebitAsync(id, "101")).Require(HttpStatusCode.BadRequest);
        (await _wallets.DebitAsync(id, "1")).Require(HttpStatusCode.NoContent);
        var hold = await _wallets.HoldAsync(id, "40");
        (await _wallets.ConfirmAsync(hold, """{"amount":1}""")).Require(HttpStatusCode.NoContent);
        (await _wallets.VoidAsync(hold)).Require(HttpStatusCode.NoContent);

        Assert.All(_app.Events, message => Assert.Equal(("ledger", "v2", "COMMITTED_TRANSACTIONS"), (message.Topic, message.Version, message.Type)));
        var payloads = _app.Events.Select(message => JsonElement.Parse(message.Payload)).ToList();
        Assert.All(payloads, payload => Assert.Equal("wallets-002", payload.Text("ledger")));
        var published = payloads.ConvertAll(payload => payload.GetProperty("transactions")[0].GetRawText());
        var listed = (await _app.GetAsync(WalletDriver.Ledger + "/transactions")).Cursor.GetProperty("data").EnumerateArray();
        Assert.Equal(5, published.Count);
        Assert.Equal(listed.Reverse().Select(transaction => transaction.GetRawText()), published);
    }

    [Fact]
    public async Task Transactions_are_listed_newest_first_with_their_ledger()
    {
        var id = await _wallets.CreateAsync();
        (await _wallets.CreditAsync(id, "1", ""","metadata":{"k":"v"},"reference":"r" """)).Require(HttpStatusCode.NoContent);
        (await _wallets.DebitAsync(id, "1")).Require(HttpStatusCode.NoContent);

        var rows = (await _wallets.GetAsync("/transactions")).Cursor.GetProperty("data");

        Assert.Equal([2, 1], rows.EnumerateArray().Select(row => row.GetProperty("id").GetInt32()));
        var inLedger = (await _app.GetAsync(WalletDriver.Ledger + "/transactions/1")).Data.GetRawText();
        Assert.Equal("""{"ledger":"wallets-002",""" + inLedger[1..], rows[1].GetRawText());
    }

    [Fact]
    public async Task The_transactions_of_a_wallet_are_those_of_its_balances_and_holds()
    {
        var id = await _wallets.CreateFundedAsync("100");
        var other = await _wallets.CreateFundedAsync("100");
        await _wallets.AddBalanceAsync(id, "gifts");
        (await _wallets.CreditAsync(id, "5", ""","balance":"gifts" """)).Require(HttpStatusCode.NoContent);
        var hold = await _wallets.HoldAsync(id, "40");
        (await _wallets.ConfirmAsync(hold)).Require(HttpStatusCode.NoContent);
        var foreign = await _wallets.HoldAsync(other, "40");
        (await _wallets.ConfirmAsync(foreign)).Require(HttpStatusCode.NoContent);
        (await _wallets.CreditAsync(other, "5", $$""","sources":[{"type":"WALLET","identifier":"{{id}}"}]""")).Require(HttpStatusCode.NoContent);
        var byHand = SandboxApp.Move("world", WalletDriver.Account(id), "5");
        (await _app.PostAsync(WalletDriver.Ledger + "/transactions", byHand)).Require(HttpStatusCode.OK);

        var first = await _wallets.GetAsync($"/transactions?walletID={id}&pageSize=3");
        var second = await _wallets.GetAsync($"/transactions?cursor={first.Cursor.Text("next")}");

        Assert.Equal([8, 5, 4], Ids(first));
        Assert.Equal([3, 1], Ids(second));
        Assert.Equal([8, 7, 6, 2], Ids(await _wallets.GetAsync($"/transactions?walletID={other}")));
        Assert.Equal([8, 7, 6, 5, 4, 3, 2, 1], Ids(await _wallets.GetAsync("/transactions")));
        Assert.Empty(Ids(await _wallets.GetAsync($"/transactions?walletID={Guid.NewGuid()}")));
    }

    [Fact]
    public async Task The_ledger_and_the_wallets_share_their_keys()
    {
        var id = await _wallets.CreateFundedAsync("100");
        (await _wallets.DebitAsync(id, "1", key: "k")).Require(HttpStatusCode.NoContent);

        var answer = await _app.PostAsync(WalletDriver.Ledger + "/transactions", SandboxApp.Move("world", "a", "1"), "k");

        answer.RequireError(HttpStatusCode.BadRequest, "VALIDATION");
    }

    [Fact]
    public async Task What_the_ledger_moves_the_wallets_see()
    {
        var id = await _wallets.CreateFundedAsync("100");

        (await _app.PostAsync(WalletDriver.Ledger + "/transactions", SandboxApp.Move(WalletDriver.Account(id), "bank", "30"))).Require(HttpStatusCode.OK);

        Assert.Equal(70, await _wallets.BalanceAsync(id));
        (await _wallets.DebitAsync(id, "71")).RequireError(HttpStatusCode.BadRequest, "INSUFFICIENT_FUND");
    }

    private static IEnumerable<int> Ids(Answer page) =>
        page.Require(HttpStatusCode.OK).Cursor.GetProperty("data").EnumerateArray().Select(row => row.GetProperty("id").GetInt32());
}
