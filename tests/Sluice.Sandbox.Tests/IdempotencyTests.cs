using System.Net;

namespace Sluice.Sandbox.Tests;

public sealed class IdempotencyTests : IAsyncLifetime
{
    private SandboxApp _app = null!;

    public async ValueTask InitializeAsync() => _app = await SandboxApp.StartAsync();

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task A_repetition_answers_the_same_and_changes_nothing()
    {
        var body = SandboxApp.Move("world", "users:1", "100");

        var first = (await _app.TransactAsync(body, "k")).Require(HttpStatusCode.OK);
        var second = (await _app.TransactAsync(body, "k")).Require(HttpStatusCode.OK);

        Assert.False(first.IsHit);
        Assert.True(second.IsHit);
        Assert.Equal(first.Body, second.Body);
        Assert.Equal("100", await _app.BalanceAsync("users:1"));
    }

    [Fact]
    public async Task Of_two_at_once_with_one_key_one_is_carried_out_and_the_other_told_to_come_back()
    {
        var body = SandboxApp.Move("world", "users:1", "100");

        var answers = await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => _app.TransactAsync(body, "k")));

        Assert.All(answers, answer =>
        {
            if (answer.Status != HttpStatusCode.OK)
            {
                Assert.Contains("duplicate idempotency key", answer.RequireError(HttpStatusCode.Conflict, "CONFLICT").Body, StringComparison.Ordinal);
            }
        });
        Assert.Contains(answers, answer => answer.Status == HttpStatusCode.Conflict);
        Assert.True((await _app.TransactAsync(body, "k")).Require(HttpStatusCode.OK).IsHit);
        Assert.Equal("100", await _app.BalanceAsync("users:1"));
    }

    [Fact]
    public async Task The_same_body_spelled_otherwise_is_the_same_body()
    {
        var first = (await _app.TransactAsync("""{"metadata":{"a":"é"},"postings":[{"source":"world","destination":"b","amount":1,"asset":"USD"}]}""", "k")).Require(HttpStatusCode.OK);
        var second = (await _app.TransactAsync("""{ "postings":[{"asset":"USD","amount":1,"destination":"b","source":"world"}], "metadata":{"a":"\u00e9"} }""", "k")).Require(HttpStatusCode.OK);

        Assert.True(second.IsHit);
        Assert.Equal(first.Body, second.Body);
    }

    [Fact]
    public async Task The_same_path_with_a_slash_at_its_end_is_the_same_request()
    {
        var body = SandboxApp.Move("world", "users:1", "100");

        (await _app.TransactAsync(body, "k")).Require(HttpStatusCode.OK);
        var second = (await _app.PostAsync("/api/ledger/v2/default/transactions/", body, "k")).Require(HttpStatusCode.OK);

        Assert.True(second.IsHit);
    }

    [Fact]
    public async Task The_same_key_with_another_body_or_operation_is_refused()
    {
        await _app.MoveAsync("world", "users:1", "100", "k");

        (await _app.TransactAsync(SandboxApp.Move("world", "users:1", "101"), "k")).RequireError(HttpStatusCode.BadRequest, "VALIDATION");
        (await _app.PostAsync("/api/ledger/v2/default/accounts/users:1/metadata", """{"a":"b"}""", "k")).RequireError(HttpStatusCode.BadRequest, "VALIDATION");
        Assert.Equal("100", await _app.BalanceAsync("users:1"));
    }

    [Fact]
    public async Task A_failed_call_does_not_use_its_key_up()
    {
        var body = SandboxApp.Move("users:1", "users:2", "100");

        (await _app.TransactAsync(body, "k")).RequireError(HttpStatusCode.BadRequest, "INSUFFICIENT_FUND");
        await _app.MoveAsync("world", "users:1", "100");
        var second = (await _app.TransactAsync(body, "k")).Require(HttpStatusCode.OK);

        Assert.False(second.IsHit);
        Assert.Equal("100", await _app.BalanceAsync("users:2"));
    }

    [Fact]
    public async Task Reverts_and_metadata_writes_take_keys_too()
    {
        await _app.MoveAsync("world", "users:1", "100");

        var reverted = (await _app.PostAsync("/api/ledger/v2/default/transactions/1/revert", null, "r")).Require(HttpStatusCode.Created);
        var again = (await _app.PostAsync("/api/ledger/v2/default/transactions/1/revert", null, "r")).Require(HttpStatusCode.Created);
        (await _app.PostAsync("/api/ledger/v2/default/accounts/users:1/metadata", """{"a":"1"}""", "m")).Require(HttpStatusCode.NoContent);
        (await _app.PostAsync("/api/ledger/v2/default/accounts/users:1/metadata", """{"a":"2"}""")).Require(HttpStatusCode.NoContent);
        var repeated = (await _app.PostAsync("/api/ledger/v2/default/accounts/users:1/metadata", """{"a":"1"}""", "m")).Require(HttpStatusCode.NoContent);

        Assert.True(again.IsHit);
        Assert.Equal(reverted.Body, again.Body);
        Assert.True(repeated.IsHit);
        Assert.Equal("2", (await _app.GetAsync("/api/ledger/v2/default/accounts/users:1")).Data.GetProperty("metadata").GetProperty("a").GetString());
    }

    [Fact]
    public async Task Many_spenders_never_overdraw_an_account()
    {
        await _app.MoveAsync("world", "users:1", "100");

        var answers = await Task.WhenAll(Enumerable.Range(0, 64).Select(n => _app.TransactAsync(SandboxApp.Move("users:1", $"shops:{n}", "7"))));

        Assert.Equal(14, answers.Count(answer => answer.Status == HttpStatusCode.OK));
        Assert.All(answers.Where(answer => answer.Status != HttpStatusCode.OK), answer => answer.RequireError(HttpStatusCode.BadRequest, "INSUFFICIENT_FUND"));
        Assert.Equal("2", await _app.BalanceAsync("users:1"));
    }
}
