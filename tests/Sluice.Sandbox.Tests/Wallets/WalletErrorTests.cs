using System.Net;
using Sluice.Sandbox.Http;
using Sluice.Sandbox.Wallets.Model;

namespace Sluice.Sandbox.Tests.Wallets;

/// <summary>Refused calls, all of one sandbox, in which they leave nothing behind.</summary>
public sealed class WalletErrorTests(WalletErrorTests.Shared shared) : IClassFixture<WalletErrorTests.Shared>
{
    private const string Validation = "VALIDATION";
    private const string Amount = "\"amount\":{\"amount\":1,\"asset\":\"USD/2\"}";
    private const string Unknown = "00000000-0000-0000-0000-000000000000";

    // What the client's decoder knows, and the one code that the contract adds to it.
    private static readonly string[] Codes = [Validation, "INTERNAL_ERROR", "INSUFFICIENT_FUND", "HOLD_CLOSED", "CONFLICT"];

    private readonly WalletDriver _wallets = new(shared.App);

    // In paths and bodies, $W is a wallet with 100 dollars, $H an open hold of another one.
    public static TheoryData<string, string, string> BadBodies => new()
    {
        { "POST /wallets", "", "the body must be a JSON object, found nothing" },
        { "POST /wallets", "[]", "the body must be a JSON object, found an array" },
        { "POST /wallets", "{", "the body is not valid JSON" },
        { "POST /wallets", """{"name":"a","name":"b"}""", "the body is not valid JSON" },
        { "POST /wallets", "{}", "name is missing" },
        { "POST /wallets", """{"name":7}""", "name must be a string, found a number" },
        { "POST /wallets", """{"name":""}""", "name must be 1 to 1024 characters" },
        { "POST /wallets", """{"name":"a\nb"}""", "none of them control characters" },
        { "POST /wallets", $$"""{"name":"{{new string('x', 1025)}}"}""", "name must be 1 to 1024 characters" },
        { "POST /wallets", """{"name":"a","metadata":[]}""", "metadata must be a JSON object, found an array" },
        { "POST /wallets", """{"name":"a","metadata":{"k":1}}""", "metadata[k] must be a string, found a number" },
        { "PATCH /wallets/$W", "", "the body must be a JSON object, found nothing" },
        { "PATCH /wallets/$W", "{}", "metadata is missing" },
        { "PATCH /wallets/$W", """{"metadata":"k"}""", "metadata must be a JSON object, found a string" },
        { "POST /wallets/$W/balances", "{}", "name is missing" },
        { "POST /wallets/$W/balances", """{"name":""}""", "name must be 1 to 255 letters, digits, '_' or '-'" },
        { "POST /wallets/$W/balances", """{"name":"a b"}""", "name must be 1 to 255 letters" },
        { "POST /wallets/$W/balances", """{"name":"a:b"}""", "name must be 1 to 255 letters" },
        { "POST /wallets/$W/balances", """{"name":"a\n"}""", "name must be 1 to 255 letters" },
        { "POST /wallets/$W/balances", $$"""{"name":"{{new string('x', 256)}}"}""", "name must be 1 to 255 letters" },
        { "POST /wallets/$W/balances", """{"name":"main"}""", "name cannot be \"main\"" },
        { "POST /wallets/$W/balances", """{"name":"taken"}""", "the wallet has a balance \"taken\" already" },
        { "POST /wallets/$W/balances", """{"name":"a","expiresAt":"tomorrow"}""", "expiresAt must be an RFC 3339 date" },
        { "POST /wallets/$W/balances", """{"name":"a","expiresAt":7}""", "expiresAt must be a string, found a number" },
        { "POST /wallets/$W/balances", """{"name":"a","priority":"1"}""", "priority must be an integer, found a string" },
        { "POST /wallets/$W/balances", """{"name":"a","priority":1.5}""", "priority must be an integer, found 1.5" },
        { "POST /wallets/$W/balances", """{"name":"a","priority":9223372036854775808}""", "priority must be an integer of 64 bits" },
        { "POST /wallets/$W/credit", "", "the body must be a JSON object, found nothing" },
        { "POST /wallets/$W/credit", "{}", "amount must be a JSON object, found nothing" },
        { "POST /wallets/$W/credit", """{"amount":100}""", "amount must be a JSON object, found a number" },
        { "POST /wallets/$W/credit", """{"amount":{"asset":"USD/2"}}""", "amount.amount is missing" },
        { "POST /wallets/$W/credit", """{"amount":{"amount":1}}""", "amount.asset is missing" },
        { "POST /wallets/$W/credit", """{"amount":{"amount":"1","asset":"USD/2"}}""", "amount.amount must be an integer, found a string" },
        { "POST /wallets/$W/credit", """{"amount":{"amount":1.0,"asset":"USD/2"}}""", "amount.amount must be an integer, found 1.0" },
        { "POST /wallets/$W/credit", """{"amount":{"amount":-1,"asset":"USD/2"}}""", "amount.amount cannot be negative" },
        { "POST /wallets/$W/credit", """{"amount":{"amount":1,"asset":"usd"}}""", "amount.asset must be an asset such as USD or USD/2" },
        { "POST /wallets/$W/credit", $$$"""{"amount":{"amount":{{{new string('9', 1002)}}},"asset":"USD"}}""", "amount.amount has more than 1000 digits" },
        { "POST /wallets/$W/credit", Valid("\"balance\":\"nope\""), "balance not exists" },
        { "POST /wallets/$W/credit", Valid("\"balance\":7"), "balance must be a string, found a number" },
        { "POST /wallets/$W/credit", Valid("\"sources\":{}"), "sources must be an array, found an object" },
        { "POST /wallets/$W/credit", Valid("\"sources\":[7]"), "sources[0] must be a JSON object, found a number" },
        { "POST /wallets/$W/credit", Sources("""{"identifier":"a"}"""), "sources[0].type is missing" },
        { "POST /wallets/$W/credit", Sources("""{"type":"ACCOUNT"}"""), "sources[0].identifier is missing" },
        { "POST /wallets/$W/credit", Sources("""{"type":"BANK","identifier":"a"}"""), "sources[0].type must be ACCOUNT or WALLET, found \"BANK\"" },
        { "POST /wallets/$W/credit", Sources("""{"type":"ACCOUNT","identifier":"a b"}"""), "sources[0].identifier must be segments" },
        { "POST /wallets/$W/credit", Sources("""{"type":"ACCOUNT","identifier":"world"},{"type":"WALLET","identifier":"w"}"""), "sources[1].identifier must be the id of a wallet" },
        { "POST /wallets/$W/credit", Sources($$"""{"type":"WALLET","identifier":"{{Unknown}}"}"""), "sources[0].identifier: wallet not found" },
        { "POST /wallets/$W/credit", Sources("""{"type":"WALLET","identifier":"$W","balance":"nope"}"""), "sources[0].balance: balance not exists" },
        { "POST /wallets/$W/credit", Sources("""{"type":"WALLET","identifier":"$W","balance":"a b"}"""), "sources[0].balance must be letters, digits" },
        { "POST /wallets/$W/credit", Sources(string.Join(',', Enumerable.Repeat("1", 1001))), "sources has more than 1000 elements" },
        { "POST /wallets/$W/credit", Valid("\"metadata\":{\"a\":null}"), "metadata[a] must be a string, found null" },
        { "POST /wallets/$W/credit", Valid("\"reference\":7"), "reference must be a string, found a number" },
        { "POST /wallets/$W/credit", Valid($"\"reference\":\"{new string('r', 1025)}\""), "reference must be at most 1024 characters" },
        { "POST /wallets/$W/credit", Valid("\"timestamp\":\"2024-05-01\""), "timestamp must be an RFC 3339 date" },
        { "POST /wallets/$W/debit", "{}", "amount must be a JSON object, found nothing" },
        { "POST /wallets/$W/debit", """{"amount":{"amount":-1,"asset":"USD/2"}}""", "amount.amount cannot be negative" },
        { "POST /wallets/$W/debit", Valid("\"balances\":\"main\""), "balances must be an array, found a string" },
        { "POST /wallets/$W/debit", Valid("\"balances\":[7]"), "balances[0] must be a string, found a number" },
        { "POST /wallets/$W/debit", Valid("\"balances\":[\"main\",\"nope\"]"), "balances[1]: balance not exists" },
        { "POST /wallets/$W/debit", Valid("\"balances\":[\"main\",\"*\"]"), "balances: \"*\" cannot be combined with names" },
        { "POST /wallets/$W/debit", Valid($"\"balances\":[{string.Join(',', Enumerable.Repeat("\"main\"", 1001))}]"), "balances has more than 1000 elements" },
        { "POST /wallets/$W/debit", Valid("\"pending\":\"yes\""), "pending must be true or false, found a string" },
        { "POST /wallets/$W/debit", Valid("\"pending\":true,\"timestamp\":\"2024-05-01T10:00:00Z\""), "timestamp cannot be given with pending" },
        { "POST /wallets/$W/debit", Valid("\"description\":7"), "description must be a string, found a number" },
        { "POST /wallets/$W/debit", Valid("\"destination\":\"world\""), "destination must be a JSON object, found a string" },
        { "POST /wallets/$W/debit", Valid("""  "destination":{"type":"ACCOUNT","identifier":"a:"} """), "destination.identifier must be segments" },
        { "POST /wallets/$W/debit", Valid($$""" "destination":{"type":"WALLET","identifier":"{{Unknown}}"} """), "destination.identifier: wallet not found" },
        { "POST /wallets/$W/debit", Valid(""" "destination":{"type":"WALLET","identifier":"$W","balance":"nope"} """), "destination.balance: balance not exists" },
        { "POST /holds/$H/confirm", "[]", "the body must be a JSON object, found an array" },
        { "POST /holds/$H/confirm", """{"amount":"1"}""", "amount must be an integer, found a string" },
        { "POST /holds/$H/confirm", """{"amount":0}""", "amount must be positive" },
        { "POST /holds/$H/confirm", """{"amount":-1}""", "amount must be positive" },
        { "POST /holds/$H/confirm", """{"final":1}""", "final must be true or false, found a number" },
    };

    [Theory]
    [MemberData(nameof(BadBodies))]
    public async Task A_bad_body_is_refused_with_its_field_and_rule(string call, string body, string message)
    {
        var before = await _wallets.TransactionCountAsync();
        var (method, path) = call.Split(' ') is [var first, var second] ? (first, second) : ("", "");

        var answer = await shared.App.SendAsync(new HttpMethod(method), WalletDriver.Root + Fill(path), Fill(body));

        Assert.Contains(message, answer.RequireError(HttpStatusCode.BadRequest, Validation).ErrorMessage, StringComparison.Ordinal);
        Assert.Equal(before, await _wallets.TransactionCountAsync());
    }

    [Theory]
    [InlineData("GET /wallets/{0}", "wallet not found")]
    [InlineData("GET /wallets/not-an-id", "wallet not found")]
    [InlineData("PATCH /wallets/{0}", "wallet not found")]
    [InlineData("GET /wallets/{0}/summary", "wallet not found")]
    [InlineData("GET /wallets/{0}/balances", "wallet not found")]
    [InlineData("GET /wallets/x/balances", "wallet not found")]
    [InlineData("POST /wallets/{0}/balances", "wallet not found")]
    [InlineData("GET /wallets/{0}/balances/main", "wallet not found")]
    [InlineData("GET /wallets/$W/balances/nope", "balance not exists")]
    [InlineData("POST /wallets/{0}/credit", "wallet not found")]
    [InlineData("POST /wallets/{0}/debit", "wallet not found")]
    [InlineData("POST /wallets/x/debit", "wallet not found")]
    [InlineData("GET /holds/{0}", "hold not found")]
    [InlineData("GET /holds/x", "hold not found")]
    [InlineData("POST /holds/{0}/confirm", "hold not found")]
    [InlineData("POST /holds/{0}/void", "hold not found")]
    [InlineData("POST /holds/x/void", "hold not found")]
    [InlineData("POST /holds/$W/void", "hold not found")]
    public async Task What_is_not_there_is_not_found(string call, string message)
    {
        var parts = call.Replace("{0}", Unknown, StringComparison.Ordinal).Split(' ');
        var body = parts[0] == "GET" ? null : """{"name":"a","metadata":{},"amount":{"amount":1,"asset":"USD/2"}}""";
        if (call.Contains("/confirm", StringComparison.Ordinal))
        {
            body = "{}";
        }

        var answer = await shared.App.SendAsync(new HttpMethod(parts[0]), WalletDriver.Root + Fill(parts[1]), body);

        Assert.Equal(message, answer.RequireError(HttpStatusCode.NotFound, Validation).ErrorMessage);
    }

    [Theory]
    [InlineData("GET", "/wallets?pageSize=-1", HttpStatusCode.BadRequest, "invalid 'pageSize' query param")]
    [InlineData("GET", "/wallets?pageSize=many", HttpStatusCode.BadRequest, "invalid 'pageSize' query param")]
    [InlineData("GET", "/wallets?cursor=garbage", HttpStatusCode.BadRequest, "invalid 'cursor' query param")]
    [InlineData("GET", "/holds?cursor=e30", HttpStatusCode.BadRequest, "invalid 'cursor' query param")]
    [InlineData("GET", "/transactions?cursor=!", HttpStatusCode.BadRequest, "invalid 'cursor' query param")]
    [InlineData("GET", "/holds?walletID=w", HttpStatusCode.BadRequest, "walletID must be the id of a wallet")]
    [InlineData("GET", "/transactions?walletID=w", HttpStatusCode.BadRequest, "walletID must be the id of a wallet")]
    [InlineData("DELETE", "/wallets", HttpStatusCode.MethodNotAllowed, "only GET, POST")]
    [InlineData("PUT", "/wallets/$W/credit", HttpStatusCode.MethodNotAllowed, "only POST")]
    [InlineData("GET", "/nothing/here", HttpStatusCode.NotFound, "no such path")]
    [InlineData("GET", "", HttpStatusCode.NotFound, "no such path")]
    public async Task A_bad_call_has_a_status_and_a_code(string method, string path, HttpStatusCode status, string message)
    {
        var answer = await shared.App.SendAsync(new HttpMethod(method), WalletDriver.Root + Fill(path));

        Assert.Contains(message, answer.RequireError(status, Validation).ErrorMessage, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("INTERNAL", "INTERNAL_ERROR")]
    [InlineData("LEDGER_NOT_FOUND", Validation)]
    [InlineData("METADATA_OVERRIDE", Validation)]
    [InlineData("HOLD_CLOSED", "HOLD_CLOSED")]
    [InlineData("CONFLICT", "CONFLICT")]
    public void A_code_that_clients_do_not_know_becomes_one_that_they_do(string code, string expected) =>
        Assert.Equal(new Refusal(503, expected, "why"), WalletRefusals.Translate(new Refusal(503, code, "why")));

    [Fact]
    public async Task A_cursor_of_another_list_is_refused()
    {
        await _wallets.CreateAsync();
        await _wallets.CreateAsync();
        var cursor = (await _wallets.GetAsync("/wallets?pageSize=1")).Cursor.Text("next");

        (await _wallets.GetAsync($"/holds?cursor={cursor}")).RequireError(HttpStatusCode.BadRequest, Validation);
    }

    [Fact]
    public async Task Filters_that_do_not_fit_into_a_cursor_are_refused()
    {
        var answer = await _wallets.GetAsync($"/wallets?name={new string('x', 4100)}");

        Assert.Contains("the filters are larger than 4096 bytes", answer.RequireError(HttpStatusCode.BadRequest, Validation).ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_beyond_a_mebibyte_is_too_large()
    {
        var body = $$$"""{"name":"a","metadata":{"k":"{{{new string('x', 1024 * 1024)}}}"}}""";

        (await _wallets.PostAsync("/wallets", body)).RequireError(HttpStatusCode.RequestEntityTooLarge, Validation);
    }

    [Fact]
    public async Task A_key_that_is_too_long_is_refused()
    {
        var answer = await _wallets.CreditAsync(shared.Wallet, "1", key: new string('k', 256));

        Assert.Contains("Idempotency-Key must be at most 255", answer.RequireError(HttpStatusCode.BadRequest, Validation).ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wallet_has_at_most_a_thousand_balances_and_all_of_them_can_pay()
    {
        var id = await _wallets.CreateFundedAsync("1");
        await Task.WhenAll(Enumerable.Range(1, 999).Select(async number =>
        {
            await _wallets.AddBalanceAsync(id, $"b{number}");
            (await _wallets.CreditAsync(id, "1", $$""","balance":"b{{number}}" """)).Require(HttpStatusCode.NoContent);
        }));

        var oneMore = await _wallets.PostAsync($"/wallets/{id}/balances", """{"name":"b1000"}""");
        (await _wallets.DebitAsync(id, "1000", ""","balances":["*"]""")).Require(HttpStatusCode.NoContent);

        Assert.Contains("1000 balances", oneMore.RequireError(HttpStatusCode.BadRequest, Validation).ErrorMessage, StringComparison.Ordinal);
        Assert.Equal(1000, (await _wallets.LastPostingsAsync()).Count());
    }

    [Fact]
    public async Task Whatever_a_field_is_the_answer_is_one_that_clients_can_decode()
    {
        string[] values = ["null", "true", "-1", "0", "1e400", "\"\"", "\"*\"", "\"\\ud800\"", "[]", "[null]", "[[]]", "{}", "{\"type\":null}"];
        string[] fields = ["name", "metadata", "expiresAt", "priority", "amount", "balance", "balances", "sources", "destination", "pending", "description", "reference", "timestamp", "final"];
        var wallet = await _wallets.CreateFundedAsync("100");
        var hold = await _wallets.HoldAsync(wallet, "40");
        string[] calls = ["POST /wallets", $"PATCH /wallets/{wallet}", $"POST /wallets/{wallet}/balances", $"POST /wallets/{wallet}/credit", $"POST /wallets/{wallet}/debit", $"POST /holds/{hold}/confirm"];

        foreach (var (call, field, value) in from call in calls from field in fields from value in values select (call, field, value))
        {
            var others = new Dictionary<string, string> { ["name"] = "\"a b\"", ["amount"] = "{\"amount\":1000,\"asset\":\"USD/2\"}", [field] = value };
            var body = $"{{{string.Join(',', others.Select(pair => $"\"{pair.Key}\":{pair.Value}"))}}}";

            var answer = await shared.App.SendAsync(new HttpMethod(call.Split(' ')[0]), WalletDriver.Root + call.Split(' ')[1], body);

            Assert.True((int)answer.Status < 500, $"{call} {body}: {answer.Status} {answer.Body}");
            Assert.True((int)answer.Status < 300 || Codes.Contains(answer.ErrorCode), $"{call} {body}: {answer.Body}");
        }
    }

    private string Fill(string template) => template
        .Replace("$W", shared.Wallet, StringComparison.Ordinal)
        .Replace("$H", shared.Hold, StringComparison.Ordinal);

    private static string Valid(string further) => $$"""{ {{Amount}},{{further}} }""";

    private static string Sources(string sources) => Valid($"\"sources\":[{sources}]");

    public sealed class Shared : IAsyncLifetime
    {
        internal SandboxApp App { get; private set; } = null!;

        internal string Wallet { get; private set; } = "";

        internal string Hold { get; private set; } = "";

        public async ValueTask InitializeAsync()
        {
            App = await SandboxApp.StartAsync();
            var wallets = new WalletDriver(App);
            Wallet = await wallets.CreateFundedAsync("100");
            await wallets.AddBalanceAsync(Wallet, "taken");
            Hold = await wallets.HoldAsync(await wallets.CreateFundedAsync("100"), "40");
        }

        public ValueTask DisposeAsync() => App.DisposeAsync();
    }
}
