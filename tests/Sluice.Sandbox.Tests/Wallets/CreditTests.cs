using System.Net;
using System.Numerics;

namespace Sluice.Sandbox.Tests.Wallets;

public sealed class CreditTests : IAsyncLifetime
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
    public async Task Without_sources_the_money_comes_from_the_world()
    {
        var id = await _wallets.CreateAsync();

        var answer = (await _wallets.CreditAsync(id, "100")).Require(HttpStatusCode.NoContent);

        Assert.Equal("", answer.Body);
        Assert.Equal([$"world → {WalletDriver.Account(id)} 100"], await _wallets.LastPostingsAsync());
        Assert.Equal(100, await _wallets.BalanceAsync(id));
    }

    [Fact]
    public async Task Sources_are_drained_in_their_order()
    {
        var payer = await _wallets.CreateFundedAsync("10");
        await _wallets.AddBalanceAsync(payer, "gifts");
        await _wallets.CreditAsync(payer, "20", ""","balance":"gifts" """);
        (await _app.PostAsync(WalletDriver.Ledger + "/transactions", SandboxApp.Move("world", "bank", "30"))).Require(HttpStatusCode.OK);
        var id = await _wallets.CreateAsync();

        var credited = await _wallets.CreditAsync(id, "65", $$"""
            ,"sources":[
              {"type":"ACCOUNT","identifier":"bank"},
              {"type":"WALLET","identifier":"{{payer}}","balance":"gifts"},
              {"type":"WALLET","identifier":"{{payer}}"},
              {"type":"ACCOUNT","identifier":"world"}]
            """);

        credited.Require(HttpStatusCode.NoContent);
        var to = WalletDriver.Account(id);
        Assert.Equal(
            [
                $"bank → {to} 30",
                $"{WalletDriver.Account(payer, "gifts")} → {to} 20",
                $"{WalletDriver.Account(payer)} → {to} 10",
                $"world → {to} 5",
            ],
            await _wallets.LastPostingsAsync());
    }

    [Fact]
    public async Task Sources_that_have_too_little_together_give_nothing()
    {
        await _wallets.CreateFundedAsync("1");
        (await _app.PostAsync(WalletDriver.Ledger + "/transactions", SandboxApp.Move("world", "bank", "30"))).Require(HttpStatusCode.OK);
        var id = await _wallets.CreateAsync();

        var answer = await _wallets.CreditAsync(
            id, "31", ""","sources":[{"type":"ACCOUNT","identifier":"bank"},{"type":"ACCOUNT","identifier":"bank"}]""");

        Assert.Equal("insufficient fund", answer.RequireError(HttpStatusCode.BadRequest, "INSUFFICIENT_FUND").ErrorMessage);
        Assert.Equal(30, await _wallets.AccountAsync("bank"));
        Assert.Equal(0, await _wallets.BalanceAsync(id));
    }

    [Fact]
    public async Task A_named_balance_gets_the_money()
    {
        var id = await _wallets.CreateAsync();
        await _wallets.AddBalanceAsync(id, "gifts");

        (await _wallets.CreditAsync(id, "8", ""","balance":"gifts" """)).Require(HttpStatusCode.NoContent);

        Assert.Equal(8, await _wallets.BalanceAsync(id, "gifts"));
        Assert.Equal(0, await _wallets.BalanceAsync(id));
        Assert.Equal(8, await _wallets.AccountAsync(WalletDriver.Account(id, "gifts")));
    }

    [Fact]
    public async Task The_transaction_carries_the_metadata_the_reference_and_the_time()
    {
        var id = await _wallets.CreateAsync();

        (await _wallets.CreditAsync(id, "1", ""","metadata":{"order":"7"},"reference":"r-1","timestamp":"2024-05-01T12:00:00+02:00" """))
            .Require(HttpStatusCode.NoContent);

        var transaction = (await _app.GetAsync(WalletDriver.Ledger + "/transactions/1")).Data;
        Assert.Equal("""{"wallets/custom_data_order":"7","wallets/transaction":"true"}""", transaction.GetProperty("metadata").GetRawText());
        Assert.Equal("r-1", transaction.Text("reference"));
        Assert.Equal("2024-05-01T10:00:00.000000Z", transaction.Text("timestamp"));
    }

    [Fact]
    public async Task A_reference_is_used_once()
    {
        var id = await _wallets.CreateAsync();
        (await _wallets.CreditAsync(id, "1", ""","reference":"r-1" """)).Require(HttpStatusCode.NoContent);

        var again = await _wallets.CreditAsync(id, "1", ""","reference":"r-1" """);

        Assert.Equal("duplicate reference \"r-1\"", again.RequireError(HttpStatusCode.BadRequest, "VALIDATION").ErrorMessage);
        (await _wallets.DebitAsync(id, "1", ""","reference":"r-1" """)).RequireError(HttpStatusCode.BadRequest, "VALIDATION");
        Assert.Equal(1, await _wallets.BalanceAsync(id));
    }

    [Fact]
    public async Task Amounts_of_any_size_are_exact()
    {
        var id = await _wallets.CreateFundedAsync("90071992547409930000000000000001");

        (await _wallets.DebitAsync(id, "90071992547409930000000000000000")).Require(HttpStatusCode.NoContent);
        (await _wallets.CreditAsync(id, new string('9', 999))).Require(HttpStatusCode.NoContent);

        Assert.Equal(BigInteger.Pow(10, 999), await _wallets.BalanceAsync(id));
    }

    [Fact]
    public async Task Nothing_can_be_moved_and_leaves_a_trace()
    {
        var id = await _wallets.CreateAsync();

        (await _wallets.CreditAsync(id, "0")).Require(HttpStatusCode.NoContent);
        (await _wallets.DebitAsync(id, "0")).Require(HttpStatusCode.NoContent);

        Assert.Equal(2, await _wallets.TransactionCountAsync());
    }

    [Fact]
    public async Task A_wallet_can_pay_itself_no_more_than_it_has()
    {
        var id = await _wallets.CreateFundedAsync("10");
        var itself = $$""","sources":[{"type":"WALLET","identifier":"{{id}}","balance":"main"}]""";

        (await _wallets.CreditAsync(id, "10", itself)).Require(HttpStatusCode.NoContent);
        (await _wallets.CreditAsync(id, "11", itself)).RequireError(HttpStatusCode.BadRequest, "INSUFFICIENT_FUND");

        Assert.Equal(10, await _wallets.BalanceAsync(id));
    }
}
