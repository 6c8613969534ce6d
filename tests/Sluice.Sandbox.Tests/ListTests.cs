using System.Net;
using System.Text.Json;

namespace Sluice.Sandbox.Tests;

/// <summary>Filters and cursors over one ledger that every test only reads.</summary>
public sealed class ListTests(ListTests.Data data) : IClassFixture<ListTests.Data>
{
    private readonly SandboxApp _app = data.App;

    [Theory]
    [InlineData("", "5 4 3 2 1")]
    [InlineData("""{}""", "5 4 3 2 1")]
    [InlineData("""{"$match":{"account":"users:1"}}""", "4 2 1")]
    [InlineData("""{"$match":{"source":"users:1"}}""", "4 2")]
    [InlineData("""{"$match":{"destination":"users:1"}}""", "1")]
    [InlineData("""{"$match":{"account":"shops:"}}""", "5 4 3 2")]
    [InlineData("""{"$match":{"destination":"shops::main"}}""", "4 2")]
    [InlineData("""{"$match":{"destination":"shops:"}}""", "5 4 3 2")]
    [InlineData("""{"$match":{"destination":"shops:::"}}""", "5")]
    [InlineData("""{"$match":{"reference":"second"}}""", "2")]
    [InlineData("""{"$match":{"metadata[color]":"red"}}""", "3 1")]
    [InlineData("""{"$match":{"id":3}}""", "3")]
    [InlineData("""{"$in":{"id":[1,3,9]}}""", "3 1")]
    [InlineData("""{"$gte":{"timestamp":"2021-01-01T00:00:00Z"}}""", "5 4 3 2")]
    [InlineData("""{"$lt":{"timestamp":"2021-01-01T00:00:00+00:00"}}""", "1")]
    [InlineData("""{"$match":{"reverted":false}}""", "5 4 3 2 1")]
    [InlineData("""{"$and":[{"$match":{"source":"users:1"}},{"$gt":{"id":2}}]}""", "4")]
    [InlineData("""{"$or":[{"$match":{"id":1}},{"$match":{"id":5}}]}""", "5 1")]
    [InlineData("""{"$not":{"$or":[{"$match":{"id":1}},{"$match":{"id":5}}]}}""", "4 3 2")]
    public async Task Transactions_are_filtered_newest_first(string query, string ids)
    {
        var byParameter = await _app.GetAsync($"/api/ledger/v2/lists/transactions?query={Uri.EscapeDataString(query)}");
        var byBody = await _app.SendAsync(HttpMethod.Get, "/api/ledger/v2/lists/transactions", query);

        Assert.Equal(ids, Keys(byParameter, "id"));
        Assert.Equal(byParameter.Body, byBody.Body);
    }

    [Theory]
    [InlineData("", "shops:1:main shops:1:main:till shops:2 shops:2:main users:1 users:2 world")]
    [InlineData("""{"$match":{"address":"users:"}}""", "users:1 users:2")]
    [InlineData("""{"$match":{"address":"shops:"}}""", "shops:1:main shops:1:main:till shops:2 shops:2:main")]
    [InlineData("""{"$match":{"address":"shops::main"}}""", "shops:1:main shops:2:main")]
    [InlineData("""{"$match":{"address":":2"}}""", "shops:2 users:2")]
    [InlineData("""{"$match":{"address":"users"}}""", "")]
    [InlineData("""{"$match":{"metadata[kind]":"vip"}}""", "users:2")]
    [InlineData("""{"$gt":{"balance[USD/2]":9007199254740992}}""", "users:1")]
    [InlineData("""{"$lt":{"balance[USD/2]":0}}""", "world")]
    [InlineData("""{"$gte":{"balance":7}}""", "shops:1:main shops:1:main:till shops:2 shops:2:main users:1")]
    [InlineData("""{"$and":[{"$match":{"address":"shops:"}},{"$gt":{"balance":0}}]}""", "shops:1:main shops:1:main:till shops:2 shops:2:main")]
    public async Task Accounts_are_filtered_in_order_of_address(string query, string addresses)
    {
        var answer = await _app.GetAsync($"/api/ledger/v2/lists/accounts?query={Uri.EscapeDataString(query)}");
        var head = await _app.SendAsync(HttpMethod.Head, $"/api/ledger/v2/lists/accounts?query={Uri.EscapeDataString(query)}");

        Assert.Equal(addresses, Keys(answer, "address"));
        Assert.Equal($"{addresses.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length}", head.Headers["Count"]);
    }

    [Fact]
    public async Task Balances_are_summed_over_the_accounts_that_match()
    {
        var all = await _app.GetAsync("/api/ledger/v2/lists/aggregate/balances");
        var shops = await _app.GetAsync("""/api/ledger/v2/lists/aggregate/balances?query={"$match":{"address":"shops:"}}""");
        var vip = await _app.GetAsync("""/api/ledger/v2/lists/aggregate/balances?query={"$match":{"metadata[kind]":"vip"}}""");

        Assert.Equal("""{"data":{"EUR":0,"USD/2":0}}""", all.Body);
        Assert.Equal("""{"data":{"EUR":9,"USD/2":23}}""", shops.Body);
        Assert.Equal("""{"data":{}}""", vip.Body);
    }

    [Theory]
    [InlineData("transactions", "id", "5 4 3 2 1")]
    [InlineData("transactions?sort=id:asc", "id", "1 2 3 4 5")]
    [InlineData("""transactions?query={"$match":{"account":"shops:"}}""", "id", "5 4 3 2")]
    [InlineData("accounts", "address", "shops:1:main shops:1:main:till shops:2 shops:2:main users:1 users:2 world")]
    [InlineData("accounts?sort=address:desc", "address", "world users:2 users:1 shops:2:main shops:2 shops:1:main:till shops:1:main")]
    [InlineData("volumes", "account", "shops:1:main shops:1:main:till shops:2 shops:2:main users:1 world world")]
    [InlineData("volumes?sort=account:desc", "account", "world world users:1 shops:2:main shops:2 shops:1:main:till shops:1:main")]
    public async Task Pages_of_every_size_join_to_the_whole_list_in_both_directions(string list, string key, string keys)
    {
        var path = $"/api/ledger/v2/lists/{list}";
        for (var size = 1; size <= 8; size++)
        {
            var pages = new List<Answer> { await _app.GetAsync($"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}pageSize={size}") };
            while (pages[^1].Cursor.TryGetProperty("next", out var next))
            {
                Assert.True(pages[^1].Cursor.GetProperty("hasMore").GetBoolean());
                pages.Add(await FollowAsync(path, next));
            }

            Assert.False(pages[^1].Cursor.GetProperty("hasMore").GetBoolean());
            Assert.Equal(keys, string.Join(' ', pages.Select(page => Keys(page, key))));
            Assert.All(pages, page => Assert.Equal(size, page.Cursor.GetProperty("pageSize").GetInt32()));

            for (var index = pages.Count - 1; index > 0; index--)
            {
                var previous = await FollowAsync(path, pages[index].Cursor.GetProperty("previous"));
                Assert.Equal(Keys(pages[index - 1], key), Keys(previous, key));
                Assert.True(previous.Cursor.GetProperty("hasMore").GetBoolean());
            }

            Assert.False(pages[0].Cursor.TryGetProperty("previous", out _));
        }
    }

    [Fact]
    public async Task A_page_is_fifteen_rows_unless_told_and_a_thousand_at_most()
    {
        Assert.Equal(15, (await _app.GetAsync("/api/ledger/v2/lists/transactions")).Cursor.GetProperty("pageSize").GetInt32());
        Assert.Equal(15, (await _app.GetAsync("/api/ledger/v2/lists/transactions?pageSize=0")).Cursor.GetProperty("pageSize").GetInt32());
        Assert.Equal(1000, (await _app.GetAsync("/api/ledger/v2/lists/transactions?pageSize=5000")).Cursor.GetProperty("pageSize").GetInt32());
    }

    [Fact]
    public async Task A_cursor_of_another_list_is_refused()
    {
        var next = (await _app.GetAsync("/api/ledger/v2/lists/accounts?pageSize=1")).Cursor.GetProperty("next");

        (await FollowAsync("/api/ledger/v2/lists/transactions", next)).RequireError(HttpStatusCode.BadRequest, "VALIDATION");
        (await FollowAsync("/api/ledger/v2/default/accounts", next)).RequireError(HttpStatusCode.BadRequest, "VALIDATION");
    }

    [Fact]
    public async Task Rows_that_arrive_between_two_pages_move_nothing()
    {
        await using var app = await SandboxApp.StartAsync();
        for (var n = 0; n < 4; n++)
        {
            await app.MoveAsync("world", "users:1", "1");
        }

        var first = await app.GetAsync("/api/ledger/v2/default/transactions?pageSize=2");
        await app.MoveAsync("world", "users:1", "1");
        var second = await app.GetAsync($"/api/ledger/v2/default/transactions?cursor={first.Cursor.GetProperty("next").GetString()}");

        Assert.Equal("4 3", Keys(first, "id"));
        Assert.Equal("2 1", Keys(second, "id"));
    }

    [Fact]
    public async Task Ledgers_are_listed_with_what_they_were_created_with()
    {
        var answer = await _app.GetAsync("""/api/ledger/v2?query={"$match":{"metadata[team]":"core"}}""");

        Assert.Equal("lists", Keys(answer, "name"));
        Assert.Equal("b", answer.Cursor.GetProperty("data")[0].GetProperty("bucket").GetString());
    }

    private Task<Answer> FollowAsync(string path, JsonElement cursor) =>
        _app.GetAsync($"{path.Split('?')[0]}?cursor={cursor.GetString()}&pageSize=3&query=ignored");

    private static string Keys(Answer answer, string key) =>
        string.Join(' ', answer.Require(HttpStatusCode.OK).Cursor.GetProperty("data").EnumerateArray().Select(row => row.GetProperty(key).ToString()));

    public sealed class Data : IAsyncLifetime
    {
        internal SandboxApp App { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            App = await SandboxApp.StartAsync();
            const string Path = "/api/ledger/v2/lists";
            (await App.PostAsync(Path, """{"bucket":"b","metadata":{"team":"core"}}""")).Require(HttpStatusCode.NoContent);
            string[] transactions =
            [
                """{"timestamp":"2020-05-05T05:05:05Z","metadata":{"color":"red"},"postings":[{"source":"world","destination":"users:1","amount":9007199254741009,"asset":"USD/2"}]}""",
                """{"reference":"second","postings":[{"source":"users:1","destination":"shops:1:main","amount":7,"asset":"USD/2"}]}""",
                """{"metadata":{"color":"red"},"postings":[{"source":"world","destination":"shops:2","amount":7,"asset":"USD/2"}]}""",
                """{"metadata":{"color":"blue"},"postings":[{"source":"users:1","destination":"shops:2:main","amount":9,"asset":"USD/2"}]}""",
                """{"postings":[{"source":"world","destination":"shops:1:main:till","amount":9,"asset":"EUR"}]}""",
            ];
            foreach (var transaction in transactions)
            {
                (await App.PostAsync(Path + "/transactions", transaction)).Require(HttpStatusCode.OK);
            }

            (await App.PostAsync(Path + "/accounts/users:2/metadata", """{"kind":"vip"}""")).Require(HttpStatusCode.NoContent);
        }

        public ValueTask DisposeAsync() => App.DisposeAsync();
    }
}
