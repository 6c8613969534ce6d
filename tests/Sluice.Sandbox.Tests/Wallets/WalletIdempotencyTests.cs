using System.Net;

namespace Sluice.Sandbox.Tests.Wallets;

public sealed class WalletIdempotencyTests : IAsyncLifetime
{
    private SandboxApp _app = null!;
    private WalletDriver _wallets = null!;

    public async ValueTask InitializeAsync()
    {
        _app = await SandboxApp.StartAsync();
        _wallets = new WalletDriver(_app);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    /// <summary>Every write: its call, a body, another body that it would take too, and the status it answers.</summary>
    public static TheoryData<string, string?, string?, HttpStatusCode, HttpStatusCode> Writes => new()
    {
        { "POST /wallets", """{"name":"a","metadata":{"k":"v"}}""", """{"name":"b"}""", HttpStatusCode.Created, HttpStatusCode.Conflict },
        { "PATCH /wallets/$W", """{"metadata":{"k":"v"}}""", """{"metadata":{"k":"x"}}""", HttpStatusCode.NoContent, HttpStatusCode.BadRequest },
        { "POST /wallets/$W/balances", """{"name":"b"}""", """{"name":"c"}""", HttpStatusCode.Created, HttpStatusCode.BadRequest },
        { "POST /wallets/$W/credit", """{"amount":{"amount":7,"asset":"USD/2"},"reference":"r"}""", """{"amount":{"amount":8,"asset":"USD/2"}}""", HttpStatusCode.NoContent, HttpStatusCode.BadRequest },
        { "POST /wallets/$W/debit", """{"amount":{"amount":60,"asset":"USD/2"}}""", """{"amount":{"amount":1,"asset":"USD/2"}}""", HttpStatusCode.NoContent, HttpStatusCode.BadRequest },
        { "POST /wallets/$W/debit", """{"amount":{"amount":60,"asset":"USD/2"},"pending":true,"balances":["*"]}""", """{"amount":{"amount":1,"asset":"USD/2"},"pending":true}""", HttpStatusCode.Created, HttpStatusCode.BadRequest },
        { "POST /holds/$H/confirm", "{}", """{"amount":1}""", HttpStatusCode.NoContent, HttpStatusCode.BadRequest },
        { "POST /holds/$H/confirm", """{"amount":10}""", """{"amount":11}""", HttpStatusCode.NoContent, HttpStatusCode.BadRequest },
        { "POST /holds/$H/void", null, null, HttpStatusCode.NoContent, HttpStatusCode.BadRequest },
    };

    [Theory]
    [MemberData(nameof(Writes))]
    public async Task A_repetition_answers_the_same_also_after_a_restart_and_has_no_effect(
        string call, string? body, string? other, HttpStatusCode status, HttpStatusCode reused)
    {
        var id = await _wallets.CreateFundedAsync("100");
        var hold = await _wallets.HoldAsync(id, "20");
        var (method, path) = (new HttpMethod(call.Split(' ')[0]), WalletDriver.Root + call.Split(' ')[1]
            .Replace("$W", id, StringComparison.Ordinal).Replace("$H", hold, StringComparison.Ordinal));

        var first = (await _app.SendAsync(method, path, body, "k")).Require(status);
        var state = await ReadStateAsync(id);
        var second = (await _app.SendAsync(method, path, body, "k")).Require(status);
        await _app.RestartAsync();
        var third = (await _app.SendAsync(method, path, body, "k")).Require(status);
        var refused = other is null
            ? await _wallets.PostAsync($"/holds/{hold}/confirm", null, "k")
            : await _app.SendAsync(method, path, other, "k");

        Assert.Equal((false, true, true), (first.IsHit, second.IsHit, third.IsHit));
        Assert.Equal((first.Body, first.Body), (second.Body, third.Body));
        refused.RequireError(reused, reused == HttpStatusCode.Conflict ? "CONFLICT" : "VALIDATION");
        Assert.Contains("idempotency key \"k\" was used for another request", refused.ErrorMessage, StringComparison.Ordinal);
        Assert.Equal(state, await ReadStateAsync(id));
    }

    [Fact]
    public async Task A_failed_call_does_not_use_its_key_up()
    {
        var id = await _wallets.CreateAsync();

        (await _wallets.DebitAsync(id, "5", key: "k")).RequireError(HttpStatusCode.BadRequest, "INSUFFICIENT_FUND");
        (await _wallets.CreditAsync(id, "5")).Require(HttpStatusCode.NoContent);
        var second = (await _wallets.DebitAsync(id, "5", key: "k")).Require(HttpStatusCode.NoContent);

        Assert.False(second.IsHit);
        Assert.Equal(0, await _wallets.BalanceAsync(id));
    }

    [Fact]
    public async Task Callers_with_the_same_key_at_once_make_one_hold()
    {
        var id = await _wallets.CreateFundedAsync("100");

        var answers = await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => _wallets.DebitAsync(id, "10", ""","pending":true""", "k")));

        // Who comes while the first is under way is told to come back.
        var done = answers.Where(answer => answer.Status != HttpStatusCode.Conflict).Select(answer => answer.Require(HttpStatusCode.Created)).ToList();
        Assert.Single(done.Select(answer => answer.Body).Distinct());
        Assert.Single(done, answer => !answer.IsHit);
        Assert.Equal(90, await _wallets.BalanceAsync(id));
    }

    [Fact]
    public async Task What_was_acknowledged_is_there_after_a_restart()
    {
        var id = await _wallets.CreateFundedAsync("100");
        await _wallets.AddBalanceAsync(id, "gifts", ""","expiresAt":"2124-01-01T00:00:00Z","priority":2""");
        await _wallets.HoldAsync(id, "40", ""","metadata":{"k":"v"},"description":"d" """);
        var before = await ReadStateAsync(id);

        await _app.RestartAsync();

        Assert.Equal(before, await ReadStateAsync(id));
    }

    // All that can be seen of a wallet and of those around it.
    private async Task<string> ReadStateAsync(string id)
    {
        string[] paths = [$"/wallets/{id}", $"/wallets/{id}/summary", "/wallets?expand=balances&pageSize=100", "/holds", "/transactions"];
        var bodies = new List<string>();
        foreach (var path in paths)
        {
            bodies.Add((await _wallets.GetAsync(path)).Require(HttpStatusCode.OK).Body);
        }

        return string.Join('\n', bodies);
    }
}
