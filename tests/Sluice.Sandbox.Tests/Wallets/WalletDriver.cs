using System.Net;
using System.Numerics;
using System.Text.Json;

namespace Sluice.Sandbox.Tests.Wallets;

/// <summary>Wallets of one sandbox, in dollars unless a test says otherwise.</summary>
internal sealed class WalletDriver(SandboxApp app)
{
    public const string Root = "/api/wallets";

    public const string Ledger = "/api/ledger/v2/wallets-002";

    /// <summary>A new wallet's id.</summary>
    public async Task<string> CreateAsync(string name = "w", string metadata = "{}") =>
        (await PostAsync("/wallets", $$"""{"name":"{{name}}","metadata":{{metadata}}}""")).Require(HttpStatusCode.Created).Data.Text("id");

    /// <summary>A new wallet with money in its main balance.</summary>
    public async Task<string> CreateFundedAsync(string amount)
    {
        var id = await CreateAsync();
        (await CreditAsync(id, amount)).Require(HttpStatusCode.NoContent);
        return id;
    }

    public async Task AddBalanceAsync(string id, string name, string more = "") =>
        (await PostAsync($"/wallets/{id}/balances", $$"""{"name":"{{name}}"{{more}}}""")).Require(HttpStatusCode.Created);

    public Task<Answer> CreditAsync(string id, string amount, string more = "", string? key = null) =>
        PostAsync($"/wallets/{id}/credit", $$"""{ {{Amount(amount)}}{{more}} }""", key);

    public Task<Answer> DebitAsync(string id, string amount, string more = "", string? key = null) =>
        PostAsync($"/wallets/{id}/debit", $$"""{ {{Amount(amount)}}{{more}} }""", key);

    /// <summary>Sets money aside and gives the hold's id.</summary>
    public async Task<string> HoldAsync(string id, string amount, string more = "") =>
        (await DebitAsync(id, amount, ""","pending":true""" + more)).Require(HttpStatusCode.Created).Data.Text("id");

    public Task<Answer> ConfirmAsync(string hold, string? body = "{}", string? key = null) =>
        PostAsync($"/holds/{hold}/confirm", body, key);

    public Task<Answer> VoidAsync(string hold, string? key = null) => PostAsync($"/holds/{hold}/void", null, key);

    public Task<Answer> GetAsync(string path) => app.GetAsync(Root + path);

    public Task<Answer> PostAsync(string path, string? body, string? key = null) => app.PostAsync(Root + path, body, key);

    public Task<Answer> PatchAsync(string path, string? body, string? key = null) =>
        app.SendAsync(HttpMethod.Patch, Root + path, body, key);

    /// <summary>The money of a balance as the wallets tell it.</summary>
    public async Task<BigInteger> BalanceAsync(string id, string balance = "main") =>
        Dollars((await GetAsync($"/wallets/{id}/balances/{balance}")).Require(HttpStatusCode.OK).Data.GetProperty("assets"));

    /// <summary>The money of an account as the ledger tells it.</summary>
    public async Task<BigInteger> AccountAsync(string address)
    {
        var answer = (await app.GetAsync($"/api/ledger/wallets-002/accounts/{address}")).Require(HttpStatusCode.OK);
        return Dollars(answer.Data.GetProperty("balances"));
    }

    public async Task<BigInteger> RemainingAsync(string hold) =>
        BigInteger.Parse((await GetAsync($"/holds/{hold}")).Require(HttpStatusCode.OK).Data.GetProperty("remaining").GetRawText(), null);

    /// <summary>The postings of the newest transaction, as <c>source → destination amount</c>.</summary>
    public async Task<IEnumerable<string>> LastPostingsAsync()
    {
        var newest = (await app.GetAsync(Ledger + "/transactions?pageSize=1")).Cursor.GetProperty("data")[0];
        return newest.GetProperty("postings").EnumerateArray().Select(posting =>
            $"{posting.Text("source")} → {posting.Text("destination")} {posting.GetProperty("amount").GetRawText()}");
    }

    /// <summary>How many transactions the ledger of the wallets has.</summary>
    public async Task<int> TransactionCountAsync() => await app.GetAsync(Ledger + "/stats") is { Status: HttpStatusCode.OK } stats
        ? stats.Data.GetProperty("transactions").GetInt32()
        : 0;

    public static string Account(string id, string balance = "main") => $"wallets:{Compact(id)}:{balance}";

    public static string HoldAccount(string hold) => $"wallets:holds:{Compact(hold)}";

    /// <summary>An answer with these fields in its data.</summary>
    public static string Data(params string[] fields) => "{\"data\":{" + string.Join(',', fields) + "}}";

    private static string Compact(string id) => id.Replace("-", "", StringComparison.Ordinal);

    private static string Amount(string amount) => $$"""
        "amount":{"amount":{{amount}},"asset":"USD/2"}
        """;

    private static BigInteger Dollars(JsonElement assets) =>
        assets.TryGetProperty("USD/2", out var amount) ? BigInteger.Parse(amount.GetRawText(), null) : 0;
}

/// <summary>Reading answers.</summary>
internal static class Elements
{
    public static string Text(this JsonElement element, string name) => element.GetProperty(name).GetString()!;

    /// <summary>One field of each row of a page.</summary>
    public static IEnumerable<string> Column(this Answer page, string name) =>
        page.Require(HttpStatusCode.OK).Cursor.GetProperty("data").EnumerateArray().Select(row => row.Text(name));
}
