using System.Net;
using Microsoft.Extensions.Time.Testing;

namespace Sluice.Sandbox.Tests.Wallets;

public sealed class WalletTests : IAsyncLifetime
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
    public async Task A_created_wallet_has_an_id_a_ledger_and_an_empty_main_balance()
    {
        var created = (await _wallets.PostAsync("/wallets", """{"name":"Ada's","metadata":{"tier":"gold"}}""")).Require(HttpStatusCode.Created);

        var id = created.Data.Text("id");
        Assert.True(Guid.TryParseExact(id, "D", out _));
        Assert.Equal(
            WalletDriver.Data($"\"id\":\"{id}\"", """
                "name":"Ada's","metadata":{"tier":"gold"},"createdAt":"2024-05-01T10:00:00.000000Z","ledger":"wallets-002","balances":{"main":{"assets":{}}}
                """),
            created.Body);
        Assert.Equal(created.Body, (await _wallets.GetAsync($"/wallets/{id}")).Require(HttpStatusCode.OK).Body);
    }

    [Fact]
    public async Task The_ledger_is_there_from_the_first_wallet_on()
    {
        (await _app.GetAsync(WalletDriver.Ledger)).RequireError(HttpStatusCode.NotFound, "NOT_FOUND");
        Assert.Empty((await _wallets.GetAsync("/wallets")).Column("id"));
        Assert.Empty((await _wallets.GetAsync("/transactions")).Column("timestamp"));
        (await _wallets.CreditAsync(Guid.Empty.ToString(), "1")).RequireError(HttpStatusCode.NotFound, "VALIDATION");
        (await _app.GetAsync(WalletDriver.Ledger)).RequireError(HttpStatusCode.NotFound, "NOT_FOUND");

        await _wallets.CreateAsync();

        (await _app.GetAsync(WalletDriver.Ledger)).Require(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_ledger_of_that_name_may_exist_before()
    {
        (await _app.PostAsync(WalletDriver.Ledger, null)).Require(HttpStatusCode.NoContent);

        var id = await _wallets.CreateFundedAsync("5");

        Assert.Equal(5, await _wallets.AccountAsync(WalletDriver.Account(id)));
    }

    [Fact]
    public async Task An_update_merges_metadata()
    {
        var id = await _wallets.CreateAsync(metadata: """{"kept":"1","changed":"2"}""");

        var updated = await _wallets.PatchAsync($"/wallets/{id}", """{"metadata":{"changed":"3","added":"4"}}""");

        Assert.Equal("", updated.Require(HttpStatusCode.NoContent).Body);
        Assert.Equal(
            """{"added":"4","changed":"3","kept":"1"}""",
            (await _wallets.GetAsync($"/wallets/{id}")).Data.GetProperty("metadata").GetRawText());
    }

    [Fact]
    public async Task Names_are_matched_whole_and_may_be_shared()
    {
        var first = await _wallets.CreateAsync("shared");
        var second = await _wallets.CreateAsync("shared");
        await _wallets.CreateAsync("share");

        var found = await _wallets.GetAsync("/wallets?name=shared&pageSize=15");

        Assert.Equal([first, second], found.Column("id"));
        Assert.Empty((await _wallets.GetAsync("/wallets?name=SHARED")).Column("id"));
    }

    [Fact]
    public async Task Metadata_filters_must_all_match()
    {
        var both = await _wallets.CreateAsync(metadata: """{"tier":"gold","region":"eu"}""");
        await _wallets.CreateAsync(metadata: """{"tier":"gold","region":"us"}""");
        await _wallets.CreateAsync(metadata: """{"tier":"gold"}""");

        var found = await _wallets.GetAsync("/wallets?metadata[tier]=gold&metadata%5Bregion%5D=eu");

        Assert.Equal([both], found.Column("id"));
    }

    [Fact]
    public async Task Balances_are_in_the_list_when_asked_for()
    {
        await _wallets.CreateFundedAsync("100");

        var plain = (await _wallets.GetAsync("/wallets")).Cursor.GetProperty("data")[0];
        var expanded = (await _wallets.GetAsync("/wallets?expand=balances")).Cursor.GetProperty("data")[0];

        Assert.False(plain.TryGetProperty("balances", out _));
        Assert.Equal("""{"main":{"assets":{"USD/2":100}}}""", expanded.GetProperty("balances").GetRawText());
    }

    [Fact]
    public async Task Pages_go_both_ways_and_keep_their_filter()
    {
        var wanted = new List<string>();
        for (var number = 0; number < 5; number++)
        {
            wanted.Add(await _wallets.CreateAsync("paged", """{"k":"v"}"""));
            await _wallets.CreateAsync("other");
        }

        var first = await _wallets.GetAsync("/wallets?name=paged&metadata[k]=v&pageSize=2&expand=balances");
        var second = await NextAsync(first);
        var third = await NextAsync(second);
        var back = await _wallets.GetAsync($"/wallets?cursor={third.Cursor.Text("previous")}");

        Assert.Equal(wanted, first.Column("id").Concat(second.Column("id")).Concat(third.Column("id")));
        Assert.Equal(second.Column("id"), back.Column("id"));
        Assert.Equal([true, true, false], new[] { first, second, third }.Select(page => page.Cursor.GetProperty("hasMore").GetBoolean()));
        Assert.False(third.Cursor.TryGetProperty("next", out _));
        Assert.All(third.Cursor.GetProperty("data").EnumerateArray(), row => Assert.True(row.TryGetProperty("balances", out _)));
        Assert.Equal(2, second.Cursor.GetProperty("pageSize").GetInt32());
    }

    [Fact]
    public async Task A_path_may_end_with_a_slash()
    {
        var id = await _wallets.CreateFundedAsync("7");

        Assert.Equal(7, (await _wallets.GetAsync($"/wallets/{id}/")).Data.GetProperty("balances").GetProperty("main").GetProperty("assets").GetProperty("USD/2").GetInt32());
        var created = (await _wallets.PostAsync("/wallets/", """{"name":"a"}""", "k")).Require(HttpStatusCode.Created);
        Assert.Equal(created.Body, (await _wallets.PostAsync("/wallets", """{"name":"a"}""", "k")).Body);
    }

    [Fact]
    public async Task Who_answers_is_told() =>
        Assert.Equal("""{"version":"v2.1.5"}""", (await _wallets.GetAsync("/_info")).Require(HttpStatusCode.OK).Body);

    private Task<Answer> NextAsync(Answer page) => _wallets.GetAsync($"/wallets?cursor={page.Cursor.Text("next")}");
}
