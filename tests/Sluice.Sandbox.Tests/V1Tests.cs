using System.Net;

namespace Sluice.Sandbox.Tests;

/// <summary>The first API version, on a ledger that nobody created.</summary>
public sealed class V1Tests : IAsyncLifetime
{
    private const string Ledger = "/api/ledger/fresh";

    private SandboxApp _app = null!;

    public async ValueTask InitializeAsync() => _app = await SandboxApp.StartAsync();

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task A_transaction_is_an_array_when_created_and_an_object_when_read()
    {
        var created = (await _app.PostAsync(
            Ledger + "/transactions",
            """{"metadata":{"n":1,"o":{"a":[true]}},"reference":"r","postings":[{"source":"world","destination":"users:1","amount":5,"asset":"USD/2"}]}""",
            "k")).Require(HttpStatusCode.OK);
        var read = (await _app.GetAsync(Ledger + "/transactions/1")).Require(HttpStatusCode.OK);

        Assert.Equal(1, created.Data.GetArrayLength());
        Assert.Equal(created.Data[0].GetRawText(), read.Data.GetRawText());
        Assert.Equal(1, read.Data.GetProperty("txid").GetInt32());
        Assert.Equal("""{"n":"1","o":"{\"a\":[true]}"}""", read.Data.GetProperty("metadata").GetRawText());
        Assert.Equal("""{"data":{"USD/2":0}}""", (await _app.GetAsync(Ledger + "/aggregate/balances")).Body);
        Assert.Equal("""{"data":{"USD/2":5}}""", (await _app.GetAsync(Ledger + "/aggregate/balances?address=users:1")).Body);
    }

    [Fact]
    public async Task A_batch_happens_whole_or_not_at_all_and_once_per_key()
    {
        var good = SandboxApp.Move("world", "users:1", "5");
        var bad = SandboxApp.Move("nobody", "users:1", "5");

        (await _app.PostAsync(Ledger + "/transactions/batch", $$"""{"transactions":[{{good}},{{bad}}]}""")).RequireError(HttpStatusCode.BadRequest, "INSUFFICIENT_FUND");
        var first = (await _app.PostAsync(Ledger + "/transactions/batch", $$"""{"transactions":[{{good}},{{good}}]}""", "k")).Require(HttpStatusCode.OK);
        var again = (await _app.PostAsync(Ledger + "/transactions/batch", $$"""{"transactions":[{{good}},{{good}}]}""", "k")).Require(HttpStatusCode.OK);

        Assert.Equal([1, 2], first.Data.EnumerateArray().Select(transaction => transaction.GetProperty("txid").GetInt32()));
        Assert.Equal(first.Body, again.Body);
        Assert.Equal("""{"data":{"accounts":2,"transactions":2}}""", (await _app.GetAsync(Ledger + "/stats")).Body);
    }

    [Fact]
    public async Task Lists_are_filtered_by_parameters_and_paged()
    {
        foreach (var account in new[] { "users:1", "users:2", "users:1" })
        {
            (await _app.PostAsync(Ledger + "/transactions", SandboxApp.Move("world", account, "5"))).Require(HttpStatusCode.OK);
        }

        (await _app.PostAsync(Ledger + "/accounts/users:2/metadata", """{"level":3}""")).Require(HttpStatusCode.NoContent);
        var page = await _app.GetAsync(Ledger + "/transactions?account=users:1&pageSize=1");
        var next = await _app.GetAsync($"{Ledger}/transactions?cursor={page.Cursor.GetProperty("next").GetString()}");
        var accounts = await _app.GetAsync(Ledger + "/accounts?metadata[level]=3");
        var balances = await _app.GetAsync(Ledger + "/balances?address=users:");
        var count = await _app.SendAsync(HttpMethod.Head, Ledger + "/transactions?destination=users:1");

        Assert.Equal(3, page.Cursor.GetProperty("data")[0].GetProperty("txid").GetInt32());
        Assert.Equal(1, next.Cursor.GetProperty("data")[0].GetProperty("txid").GetInt32());
        Assert.Equal("""[{"address":"users:2","metadata":{"level":"3"}}]""", accounts.Cursor.GetProperty("data").GetRawText());
        Assert.Equal("""[{"users:1":{"USD/2":10}},{"users:2":{"USD/2":5}}]""", balances.Cursor.GetProperty("data").GetRawText());
        Assert.Equal("2", count.Headers["Count"]);
    }

    [Theory]
    [InlineData("{}", "VALIDATION")]
    [InlineData("""{"script":{"plain":"send"}}""", "COMPILATION_FAILED")]
    [InlineData("""{"script":{"plain":"send [USD 1] (source=@a destination=@b)"}}""", "INSUFFICIENT_FUND")]
    public async Task Refusals_have_the_codes_of_this_version(string body, string code) =>
        (await _app.PostAsync(Ledger + "/transactions", body)).RequireError(HttpStatusCode.BadRequest, code);

    [Fact]
    public async Task A_method_that_does_not_exist_creates_no_ledger()
    {
        (await _app.SendAsync(HttpMethod.Patch, Ledger + "/accounts")).RequireError(HttpStatusCode.MethodNotAllowed, "VALIDATION");
        (await _app.GetAsync("/api/ledger/a.b/accounts")).RequireError(HttpStatusCode.NotFound, "NOT_FOUND");

        (await _app.GetAsync("/api/ledger/v2/fresh")).RequireError(HttpStatusCode.NotFound, "NOT_FOUND");
    }
}
