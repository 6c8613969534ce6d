using System.Net;

namespace Sluice.Sandbox.Tests.Wallets;

/// <summary>Many callers at once.</summary>
public sealed class WalletConcurrencyTests : IAsyncLifetime
{
    private SandboxApp _app = null!;
    private WalletDriver _wallets = null!;

    public async ValueTask InitializeAsync()
    {
        _app = await SandboxApp.StartAsync();
        _wallets = new WalletDriver(_app);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Theory]
    [InlineData("", HttpStatusCode.NoContent)]
    [InlineData(""","pending":true""", HttpStatusCode.Created)]
    public async Task Many_debits_never_overdraw_a_wallet(string more, HttpStatusCode success)
    {
        var id = await _wallets.CreateFundedAsync("60");
        await _wallets.AddBalanceAsync(id, "gifts");
        (await _wallets.CreditAsync(id, "40", ""","balance":"gifts" """)).Require(HttpStatusCode.NoContent);

        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => _wallets.DebitAsync(id, "7", ""","balances":["*"]""" + more)));

        Assert.Equal(14, answers.Count(answer => answer.Status == success));
        Assert.All(
            answers.Where(answer => answer.Status != success),
            answer => answer.RequireError(HttpStatusCode.BadRequest, "INSUFFICIENT_FUND"));
        Assert.Equal(2, await _wallets.BalanceAsync(id) + await _wallets.BalanceAsync(id, "gifts"));
    }

    [Fact]
    public async Task Of_many_who_confirm_or_void_a_hold_one_succeeds()
    {
        for (var round = 0; round < 10; round++)
        {
            var id = await _wallets.CreateFundedAsync("100");
            var shop = $"shops:{round}";
            var hold = await _wallets.HoldAsync(id, "40", $$""","destination":{"type":"ACCOUNT","identifier":"{{shop}}"}""");

            var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(async number =>
                (Confirms: number % 2 == round % 2, Answer: await (number % 2 == round % 2 ? _wallets.ConfirmAsync(hold) : _wallets.VoidAsync(hold)))));

            var winner = Assert.Single(answers, answer => answer.Answer.Status == HttpStatusCode.NoContent);
            Assert.All(
                answers.Where(answer => answer.Answer.Status != HttpStatusCode.NoContent),
                answer => answer.Answer.RequireError(HttpStatusCode.BadRequest, "HOLD_CLOSED"));
            Assert.Equal(winner.Confirms ? 40 : 0, await _wallets.AccountAsync(shop));
            Assert.Equal(winner.Confirms ? 60 : 100, await _wallets.BalanceAsync(id));
            Assert.Equal(0, await _wallets.RemainingAsync(hold));
        }
    }

    [Fact]
    public async Task Partial_confirmations_at_once_never_pay_more_than_was_held()
    {
        var id = await _wallets.CreateFundedAsync("100");
        var hold = await _wallets.HoldAsync(id, "40", ""","destination":{"type":"ACCOUNT","identifier":"shops:1"}""");

        var answers = await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => _wallets.ConfirmAsync(hold, """{"amount":3}""")));

        Assert.Equal(13, answers.Count(answer => answer.Status == HttpStatusCode.NoContent));
        Assert.Equal(39, await _wallets.AccountAsync("shops:1"));
        Assert.Equal(1, await _wallets.RemainingAsync(hold));
    }

    [Fact]
    public async Task Of_many_who_create_the_same_balance_one_succeeds()
    {
        var id = await _wallets.CreateAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => _wallets.PostAsync($"/wallets/{id}/balances", """{"name":"b"}""")));

        Assert.Single(answers, answer => answer.Status == HttpStatusCode.Created);
        Assert.Equal(["main", "b"], (await _wallets.GetAsync($"/wallets/{id}/balances")).Column("name"));
    }

    [Fact]
    public async Task Money_that_goes_round_between_wallets_stays_the_same()
    {
        var ids = new List<string>();
        for (var number = 0; number < 4; number++)
        {
            ids.Add(await _wallets.CreateFundedAsync("25"));
        }

        await Task.WhenAll(Enumerable.Range(0, 200).Select(number => _wallets.CreditAsync(
            ids[number % 4], $"{number % 30}", $$""","sources":[{"type":"WALLET","identifier":"{{ids[(number + 1 + (number / 4 % 3)) % 4]}}"}]""")));

        var balances = await Task.WhenAll(ids.Select(id => _wallets.BalanceAsync(id)));
        Assert.Equal(100, balances.Aggregate((left, right) => left + right));
        Assert.All(balances, balance => Assert.True(balance >= 0));
    }
}
