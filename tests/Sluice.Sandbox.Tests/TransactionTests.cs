using System.Net;
using Microsoft.Extensions.Time.Testing;

namespace Sluice.Sandbox.Tests;

public sealed class TransactionTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2024, 5, 1, 10, 0, 0, TimeSpan.Zero) + TimeSpan.FromTicks(1234567));
    private SandboxApp _app = null!;

    public async ValueTask InitializeAsync() => _app = await SandboxApp.StartAsync(_clock);

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task A_newcomers_first_transaction_needs_nothing_created()
    {
        var answer = await _app.MoveAsync("world", "users:1", "100");

        Assert.Equal(
            """
            {"data":{"id":1,"postings":[{"source":"world","destination":"users:1","amount":100,"asset":"USD/2"}],"metadata":{},"timestamp":"2024-05-01T10:00:00.123456Z","insertedAt":"2024-05-01T10:00:00.123456Z","updatedAt":"2024-05-01T10:00:00.123456Z","reverted":false,"postCommitVolumes":{"users:1":{"USD/2":{"input":100,"output":0,"balance":100}},"world":{"USD/2":{"input":0,"output":100,"balance":-100}}},"preCommitVolumes":{"users:1":{"USD/2":{"input":0,"output":0,"balance":0}},"world":{"USD/2":{"input":0,"output":0,"balance":0}}}}}
            """,
            answer.Body);
        Assert.Equal(answer.Body, (await _app.GetAsync("/api/ledger/v2/default/transactions/1")).Body);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("9007199254740993")]
    [InlineData("18446744073709551616")]
    [InlineData("1000000000000000000000000000000")]
    public async Task Amounts_of_any_size_come_back_digit_by_digit(string amount)
    {
        var created = await _app.MoveAsync("world", "users:1", amount);
        var read = await _app.GetAsync("/api/ledger/v2/default/transactions/1");

        Assert.Equal(created.Body, read.Body);
        Assert.Equal(amount, read.Data.GetProperty("postings")[0].GetProperty("amount").GetRawText());
        Assert.Equal(amount, await _app.BalanceAsync("users:1"));
        var aggregated = await _app.GetAsync("""/api/ledger/v2/default/aggregate/balances?query={"$match":{"address":"users:1"}}""");
        Assert.Equal($$$"""{"data":{"USD/2":{{{amount}}}}}""", aggregated.Body);
    }

    [Fact]
    public async Task Ids_count_from_one_without_gaps_although_calls_fail_and_ledgers_interleave()
    {
        (await _app.PostAsync("/api/ledger/v2/other", null)).Require(HttpStatusCode.NoContent);
        for (var id = 1; id <= 3; id++)
        {
            (await _app.TransactAsync(SandboxApp.Move("nobody", "users:1", "5"))).RequireError(HttpStatusCode.BadRequest, "INSUFFICIENT_FUND");
            (await _app.PostAsync("/api/ledger/v2/default/transactions?dryRun=true", SandboxApp.Move("world", "users:1", "5"))).Require(HttpStatusCode.OK);
            var inDefault = await _app.MoveAsync("world", "users:1", "5");
            var inOther = await _app.PostAsync("/api/ledger/v2/other/transactions", SandboxApp.Move("world", "users:1", "5"));

            Assert.Equal(id, inDefault.Data.GetProperty("id").GetInt64());
            Assert.Equal(id, inOther.Data.GetProperty("id").GetInt64());
        }
    }

    [Fact]
    public async Task Funds_are_checked_posting_by_posting()
    {
        var through = """{"postings":[{"source":"world","destination":"a","amount":5,"asset":"USD"},{"source":"a","destination":"b","amount":5,"asset":"USD"}]}""";
        var early = """{"postings":[{"source":"c","destination":"b","amount":5,"asset":"USD"},{"source":"world","destination":"c","amount":5,"asset":"USD"}]}""";

        (await _app.TransactAsync(through)).Require(HttpStatusCode.OK);
        var refused = (await _app.TransactAsync(early)).RequireError(HttpStatusCode.BadRequest, "INSUFFICIENT_FUND");

        Assert.Equal("account(s) @c had/have insufficient funds", refused.ErrorMessage);
        Assert.Equal("""{"data":{"accounts":3,"transactions":1}}""", (await _app.GetAsync("/api/ledger/v2/default/stats")).Body);
    }

    [Fact]
    public async Task Two_postings_of_one_transaction_cannot_spend_the_same_money()
    {
        await _app.MoveAsync("world", "a", "5");

        (await _app.TransactAsync(
            """{"postings":[{"source":"a","destination":"b","amount":3,"asset":"USD/2"},{"source":"a","destination":"c","amount":3,"asset":"USD/2"}]}"""))
            .RequireError(HttpStatusCode.BadRequest, "INSUFFICIENT_FUND");

        Assert.Equal("5", await _app.BalanceAsync("a"));
    }

    [Fact]
    public async Task A_balance_in_one_asset_does_not_pay_in_another()
    {
        await _app.MoveAsync("world", "users:1", "100");

        (await _app.TransactAsync(SandboxApp.Move("users:1", "users:2", "1", "EUR/2"))).RequireError(HttpStatusCode.BadRequest, "INSUFFICIENT_FUND");
        (await _app.TransactAsync(SandboxApp.Move("users:1", "users:2", "101"))).RequireError(HttpStatusCode.BadRequest, "INSUFFICIENT_FUND");
        await _app.MoveAsync("users:1", "users:2", "100");
    }

    [Fact]
    public async Task The_same_reference_is_taken_once_per_ledger()
    {
        var body = """{"reference":"r","postings":[{"source":"world","destination":"a","amount":5,"asset":"USD"}]}""";
        (await _app.PostAsync("/api/ledger/v2/other", null)).Require(HttpStatusCode.NoContent);

        var first = (await _app.TransactAsync(body, "key")).Require(HttpStatusCode.OK);
        var second = (await _app.TransactAsync(body)).RequireError(HttpStatusCode.Conflict, "CONFLICT");
        var replayed = (await _app.TransactAsync(body, "key")).Require(HttpStatusCode.OK);
        var elsewhere = await _app.PostAsync("/api/ledger/v2/other/transactions", body);

        Assert.Equal("r", first.Data.GetProperty("reference").GetString());
        Assert.Equal("duplicate reference \"r\"", second.ErrorMessage);
        Assert.Equal(first.Body, replayed.Body);
        elsewhere.Require(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_dry_run_answers_like_a_run_and_leaves_nothing()
    {
        var body = """{"reference":"r","metadata":{"a":"b"},"accountMetadata":{"users:1":{"c":"d"}},"postings":[{"source":"world","destination":"users:1","amount":5,"asset":"USD/2"}]}""";

        var dry = (await _app.PostAsync("/api/ledger/v2/default/transactions?dryRun=true", body, "key")).Require(HttpStatusCode.OK);
        var stats = await _app.GetAsync("/api/ledger/v2/default/stats");
        var real = (await _app.TransactAsync(body, "key")).Require(HttpStatusCode.OK);

        Assert.Equal("""{"data":{"accounts":0,"transactions":0}}""", stats.Body);
        Assert.Equal(dry.Body, real.Body);
        Assert.False(real.IsHit);
        Assert.Equal(["COMMITTED_TRANSACTIONS"], _app.Events.Select(e => e.Type));
    }

    [Fact]
    public async Task The_effective_date_is_the_callers_and_the_insertion_date_ours()
    {
        var body = """{"timestamp":"2020-01-02T03:04:05.123456789+02:00","postings":[{"source":"world","destination":"users:1","amount":5,"asset":"USD/2"}]}""";

        var data = (await _app.TransactAsync(body)).Require(HttpStatusCode.OK).Data;
        var account = (await _app.GetAsync("/api/ledger/v2/default/accounts/users:1")).Data;

        Assert.Equal("2020-01-02T01:04:05.123456Z", data.GetProperty("timestamp").GetString());
        Assert.Equal("2024-05-01T10:00:00.123456Z", data.GetProperty("insertedAt").GetString());
        Assert.Equal("2020-01-02T01:04:05.123456Z", account.GetProperty("firstUsage").GetString());
        Assert.Equal("2024-05-01T10:00:00.123456Z", account.GetProperty("insertionDate").GetString());
    }

    [Fact]
    public async Task A_revert_gives_the_money_back_and_marks_both()
    {
        await _app.MoveAsync("world", "users:1", "100");
        _clock.Advance(TimeSpan.FromHours(1));

        var reverting = (await _app.PostAsync("/api/ledger/v2/default/transactions/1/revert", """{"metadata":{"why":"mistake"}}""")).Require(HttpStatusCode.Created).Data;
        var reverted = (await _app.GetAsync("/api/ledger/v2/default/transactions/1")).Data;

        Assert.Equal("0", await _app.BalanceAsync("users:1"));
        Assert.Equal("users:1", reverting.GetProperty("postings")[0].GetProperty("source").GetString());
        Assert.Equal("mistake", reverting.GetProperty("metadata").GetProperty("why").GetString());
        Assert.Equal("1", reverting.GetProperty("metadata").GetProperty("com.formance.spec/state/reverts").GetString());
        Assert.True(reverted.GetProperty("reverted").GetBoolean());
        var listed = await _app.GetAsync("""/api/ledger/v2/default/transactions?query={"$match":{"reverted":true}}""");
        Assert.Equal(reverted.GetRawText(), Assert.Single(listed.Cursor.GetProperty("data").EnumerateArray()).GetRawText());
        Assert.Equal("2024-05-01T11:00:00.123456Z", reverted.GetProperty("revertedAt").GetString());
        (await _app.PostAsync("/api/ledger/v2/default/transactions/1/revert", null)).RequireError(HttpStatusCode.BadRequest, "ALREADY_REVERT");
        (await _app.PostAsync("/api/ledger/v2/default/transactions/9/revert", null)).RequireError(HttpStatusCode.NotFound, "NOT_FOUND");
    }

    [Fact]
    public async Task A_revert_needs_the_funds_unless_it_is_forced()
    {
        await _app.MoveAsync("world", "users:1", "100");
        await _app.MoveAsync("users:1", "users:2", "60");

        (await _app.PostAsync("/api/ledger/v2/default/transactions/1/revert", null)).RequireError(HttpStatusCode.BadRequest, "INSUFFICIENT_FUND");
        Assert.False((await _app.GetAsync("/api/ledger/v2/default/transactions/1")).Data.GetProperty("reverted").GetBoolean());
        (await _app.PostAsync("/api/ledger/v2/default/transactions/1/revert?force=true&atEffectiveDate=true", null)).Require(HttpStatusCode.Created);

        Assert.Equal("-60", await _app.BalanceAsync("users:1"));
    }

    [Fact]
    public async Task Metadata_is_merged_and_taken_away_by_key()
    {
        await _app.MoveAsync("world", "users:1", "100");
        foreach (var target in new[] { "transactions/1", "accounts/users:1" })
        {
            var path = $"/api/ledger/v2/default/{target}";
            (await _app.PostAsync(path + "/metadata", """{"a":"1","com.x/y":"2"}""")).Require(HttpStatusCode.NoContent);
            (await _app.PostAsync(path + "/metadata", """{"a":"3"}""")).Require(HttpStatusCode.NoContent);
            var merged = (await _app.GetAsync(path)).Data.GetProperty("metadata").GetRawText();
            (await _app.SendAsync(HttpMethod.Delete, path + "/metadata/com.x%2Fy")).Require(HttpStatusCode.NoContent);

            Assert.Equal("""{"a":"3","com.x/y":"2"}""", merged);
            Assert.Equal("""{"a":"3"}""", (await _app.GetAsync(path)).Data.GetProperty("metadata").GetRawText());
        }
    }

    [Fact]
    public async Task Account_metadata_travels_with_a_transaction()
    {
        var body = """{"accountMetadata":{"users:9":{"name":"Zoë"}},"postings":[{"source":"world","destination":"users:1","amount":5,"asset":"USD/2"}]}""";

        (await _app.TransactAsync(body)).Require(HttpStatusCode.OK);

        Assert.Equal("Zoë", (await _app.GetAsync("/api/ledger/v2/default/accounts/users:9")).Data.GetProperty("metadata").GetProperty("name").GetString());
    }

    [Fact]
    public async Task The_first_api_version_answers_for_accounts_and_ledgers_nobody_has_used()
    {
        var answer = (await _app.GetAsync("/api/ledger/fresh/accounts/users:1")).Require(HttpStatusCode.OK);

        Assert.Equal("""{"data":{"address":"users:1","metadata":{},"volumes":{},"balances":{}}}""", answer.Body);
        (await _app.GetAsync("/api/ledger/v2/fresh")).Require(HttpStatusCode.OK);
    }

    [Fact]
    public async Task An_atomic_bulk_happens_whole_or_not_at_all()
    {
        var good = $$"""{"action":"CREATE_TRANSACTION","data":{{SandboxApp.Move("world", "users:1", "5")}}}""";
        var bad = $$"""{"action":"CREATE_TRANSACTION","data":{{SandboxApp.Move("nobody", "users:1", "5")}}}""";

        var failed = await _app.PostAsync("/api/ledger/v2/default/_bulk?atomic=true", $"[{good},{bad}]");
        var stats = await _app.GetAsync("/api/ledger/v2/default/stats");
        var partly = await _app.PostAsync("/api/ledger/v2/default/_bulk", $"[{good},{bad},{good}]");
        var goingOn = await _app.PostAsync("/api/ledger/v2/default/_bulk?continueOnFailure=true", $"[{good},{bad},{good}]");
        var whole = await _app.PostAsync("/api/ledger/v2/default/_bulk?atomic=true", $"[{good},{good}]");

        Assert.Equal(HttpStatusCode.BadRequest, failed.Status);
        Assert.Equal("""{"data":{"accounts":0,"transactions":0}}""", stats.Body);
        Assert.Equal(["CREATE_TRANSACTION", "ERROR"], partly.Data.EnumerateArray().Select(e => e.GetProperty("responseType").GetString()));
        Assert.Equal(["CREATE_TRANSACTION", "ERROR", "CREATE_TRANSACTION"], goingOn.Data.EnumerateArray().Select(e => e.GetProperty("responseType").GetString()));
        Assert.Equal([4L, 5L], whole.Require(HttpStatusCode.OK).Data.EnumerateArray().Select(e => e.GetProperty("data").GetProperty("id").GetInt64()));
        Assert.Equal("25", await _app.BalanceAsync("users:1"));
        Assert.Equal(5, _app.Events.Count);
    }

    [Fact]
    public async Task Everything_committed_is_announced_once_in_the_stacks_envelope()
    {
        await _app.MoveAsync("world", "users:1", "100", "key");
        await _app.MoveAsync("world", "users:1", "100", "key");
        (await _app.PostAsync("/api/ledger/v2/default/transactions/1/revert", null)).Require(HttpStatusCode.Created);
        (await _app.PostAsync("/api/ledger/v2/default/accounts/users:1/metadata", """{"a":"b"}""")).Require(HttpStatusCode.NoContent);
        (await _app.SendAsync(HttpMethod.Delete, "/api/ledger/v2/default/accounts/users:1/metadata/a")).Require(HttpStatusCode.NoContent);

        Assert.Equal(["COMMITTED_TRANSACTIONS", "REVERTED_TRANSACTION", "SAVED_METADATA", "DELETED_METADATA"], _app.Events.Select(e => e.Type));
        var envelope = System.Text.Json.JsonElement.Parse(_app.Events[0].ToEnvelope());
        Assert.Equal("ledger", envelope.GetProperty("app").GetString());
        Assert.Equal("v2", envelope.GetProperty("version").GetString());
        Assert.Equal("2024-05-01T10:00:00.123456Z", envelope.GetProperty("date").GetString());
        Assert.Equal("default", envelope.GetProperty("payload").GetProperty("ledger").GetString());
        Assert.Equal(1, envelope.GetProperty("payload").GetProperty("transactions")[0].GetProperty("id").GetInt32());
        Assert.Equal("""{"ledger":"default","targetType":"ACCOUNT","targetId":"users:1","metadata":{"a":"b"}}""", _app.Events[2].Payload);
        Assert.Equal("""{"ledger":"default","targetType":"ACCOUNT","targetId":"users:1","key":"a"}""", _app.Events[3].Payload);
        Assert.Equal(4, _app.Events.Select(e => e.IdempotencyKey).Distinct().Count());
    }
}
