using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace Sluice.Sandbox.Tests;

/// <summary>Refused calls, all of one sandbox, in which they leave nothing behind.</summary>
public sealed class ErrorTests(ErrorTests.Shared shared) : IClassFixture<ErrorTests.Shared>
{
    private readonly SandboxApp _app = shared.App;

    public static TheoryData<string, string, string> BadTransactions => new()
    {
        { "", "VALIDATION", "the body must be a JSON object, found nothing" },
        { "{", "VALIDATION", "the body is not valid JSON" },
        { "[]", "VALIDATION", "the body must be a JSON object, found an array" },
        { "null", "VALIDATION", "the body must be a JSON object, found null" },
        { """{"postings":[],"postings":[]}""", "VALIDATION", "the body is not valid JSON" },
        { """{"metadata":{"a":"\ud800"}}""", "VALIDATION", "the body is not valid JSON" },
        { "{}", "NO_POSTINGS", "postings or script.plain is required" },
        { """{"postings":[]}""", "NO_POSTINGS", "postings or script.plain is required" },
        { """{"postings":{}}""", "VALIDATION", "postings must be an array, found an object" },
        { """{"postings":[1]}""", "VALIDATION", "postings[0] must be a JSON object, found a number" },
        { Posting(""" "destination":"b","amount":1,"asset":"USD" """), "VALIDATION", "postings[0].source is missing" },
        { Posting(""" "source":1,"destination":"b","amount":1,"asset":"USD" """), "VALIDATION", "postings[0].source must be a string, found a number" },
        { Posting(""" "source":"a b","destination":"b","amount":1,"asset":"USD" """), "VALIDATION", "postings[0].source must be segments" },
        { Posting(""" "source":"a:","destination":"b","amount":1,"asset":"USD" """), "VALIDATION", "postings[0].source must be segments" },
        { Posting(""" "source":"a\n","destination":"b","amount":1,"asset":"USD" """), "VALIDATION", "postings[0].source must be segments" },
        { Posting(""" "source":"world","destination":"b","asset":"USD" """), "VALIDATION", "postings[0].amount is missing" },
        { Posting(""" "source":"world","destination":"b","amount":"1","asset":"USD" """), "VALIDATION", "postings[0].amount must be an integer, found a string" },
        { Posting(""" "source":"world","destination":"b","amount":1.5,"asset":"USD" """), "VALIDATION", "postings[0].amount must be an integer, found 1.5" },
        { Posting(""" "source":"world","destination":"b","amount":1e3,"asset":"USD" """), "VALIDATION", "postings[0].amount must be an integer, found 1e3" },
        { Posting(""" "source":"world","destination":"b","amount":-1,"asset":"USD" """), "VALIDATION", "postings[0].amount cannot be negative" },
        { Posting($""" "source":"world","destination":"b","amount":{new string('9', 1002)},"asset":"USD" """), "VALIDATION", "postings[0].amount has more than 1000 digits" },
        { Posting(""" "source":"world","destination":"b","amount":1,"asset":"usd" """), "VALIDATION", "postings[0].asset must be an asset" },
        { Posting(""" "source":"world","destination":"b","amount":1,"asset":"USD/1234567" """), "VALIDATION", "postings[0].asset must be an asset" },
        { Valid(""" "metadata":{"a":1} """), "VALIDATION", "metadata[a] must be a string, found a number" },
        { Valid(""" "metadata":[] """), "VALIDATION", "metadata must be a JSON object, found an array" },
        { Valid(""" "timestamp":"2024-05-01T10:00:00" """), "VALIDATION", "timestamp must be an RFC 3339 date and time with a zone" },
        { Valid(""" "timestamp":"2024-02-30T10:00:00Z" """), "VALIDATION", "timestamp must be an RFC 3339 date and time with a zone" },
        { Valid(""" "reference":7 """), "VALIDATION", "reference must be a string, found a number" },
        { Valid(""" "accountMetadata":{"a b":{}} """), "VALIDATION", "accountMetadata key \"a b\" must be segments" },
        { Valid(""" "script":{"plain":"send [USD 1] (source=@world destination=@b)"} """), "VALIDATION", "postings and script cannot be given together" },
        { """{"script":{"plain":7}}""", "VALIDATION", "script.plain must be a string, found a number" },
        { SandboxApp.Script("send [USD 1]"), "INTERPRETER_PARSE", "line 1, column 13: expected '(', found the end of the script" },
        { SandboxApp.Script("send $m (source=@world destination=@b)"), "COMPILATION_FAILED", "line 1, column 6: variable $m is not declared in vars" },
        { SandboxApp.Script("vars { monetary $m } send $m (source=@world destination=@b)"), "COMPILATION_FAILED", "variable $m is missing from script.vars" },
        { SandboxApp.Script("send [USD 1] (source=@world destination=@b)", """{"x":"1"}"""), "COMPILATION_FAILED", "variables that the script does not declare: x" },
        { SandboxApp.Script(new string(' ', 64 * 1024) + "x"), "VALIDATION", "script.plain is larger than 65536 bytes" },
    };

    [Theory]
    [MemberData(nameof(BadTransactions))]
    public async Task A_bad_transaction_is_refused_with_its_field_and_rule(string body, string code, string message)
    {
        var answer = (await _app.TransactAsync(body)).RequireError(HttpStatusCode.BadRequest, code);

        Assert.Contains(message, answer.ErrorMessage, StringComparison.Ordinal);
        Assert.Equal("""{"data":{"accounts":0,"transactions":0}}""", (await _app.GetAsync("/api/ledger/v2/default/stats")).Body);
    }

    [Theory]
    [InlineData("GET", "/api/ledger/v2/nope/transactions", HttpStatusCode.NotFound, "LEDGER_NOT_FOUND")]
    [InlineData("GET", "/api/ledger/v2/nope/accounts/a", HttpStatusCode.NotFound, "LEDGER_NOT_FOUND")]
    [InlineData("GET", "/api/ledger/v2/nope/aggregate/balances", HttpStatusCode.NotFound, "LEDGER_NOT_FOUND")]
    [InlineData("GET", "/api/ledger/v2/nope", HttpStatusCode.NotFound, "NOT_FOUND")]
    [InlineData("POST", "/api/ledger/v2/default", HttpStatusCode.BadRequest, "LEDGER_ALREADY_EXISTS")]
    [InlineData("POST", "/api/ledger/v2/a.b", HttpStatusCode.BadRequest, "VALIDATION")]
    [InlineData("GET", "/api/ledger/v2/default/accounts/unknown", HttpStatusCode.NotFound, "NOT_FOUND")]
    [InlineData("GET", "/api/ledger/v2/default/accounts/a%20b", HttpStatusCode.BadRequest, "VALIDATION")]
    [InlineData("GET", "/api/ledger/v2/default/transactions/7", HttpStatusCode.NotFound, "NOT_FOUND")]
    [InlineData("GET", "/api/ledger/v2/default/transactions/x", HttpStatusCode.BadRequest, "VALIDATION")]
    [InlineData("GET", "/api/ledger/v2/default/transactions?pageSize=-1", HttpStatusCode.BadRequest, "VALIDATION")]
    [InlineData("GET", "/api/ledger/v2/default/transactions?pit=2024-01-01T00:00:00Z", HttpStatusCode.BadRequest, "VALIDATION")]
    [InlineData("GET", "/api/ledger/v2/default/transactions?cursor=garbage", HttpStatusCode.BadRequest, "VALIDATION")]
    [InlineData("GET", "/api/ledger/v2/default/transactions?cursor=e30", HttpStatusCode.BadRequest, "VALIDATION")]
    [InlineData("GET", "/api/ledger/v2/default/transactions?sort=amount:asc", HttpStatusCode.BadRequest, "VALIDATION")]
    [InlineData("GET", "/api/ledger/v2/default/transactions?query={", HttpStatusCode.BadRequest, "VALIDATION")]
    [InlineData("GET", """/api/ledger/v2/default/transactions?query={"$like":{"id":1}}""", HttpStatusCode.BadRequest, "VALIDATION")]
    [InlineData("GET", """/api/ledger/v2/default/transactions?query={"$match":{"color":"red"}}""", HttpStatusCode.BadRequest, "VALIDATION")]
    [InlineData("GET", """/api/ledger/v2/default/accounts?query={"$match":{"address":1}}""", HttpStatusCode.BadRequest, "VALIDATION")]
    [InlineData("PATCH", "/api/ledger/v2/default/transactions", HttpStatusCode.MethodNotAllowed, "VALIDATION")]
    [InlineData("DELETE", "/api/ledger/v2/_info", HttpStatusCode.MethodNotAllowed, "VALIDATION")]
    [InlineData("POST", "/versions", HttpStatusCode.MethodNotAllowed, "VALIDATION")]
    [InlineData("GET", "/api/ledger/v2/default/nothing/here/at/all", HttpStatusCode.NotFound, "NOT_FOUND")]
    [InlineData("GET", "/api/ledger", HttpStatusCode.NotFound, "NOT_FOUND")]
    public async Task A_bad_call_has_a_status_and_a_code(string method, string path, HttpStatusCode status, string code)
    {
        var answer = await _app.SendAsync(new HttpMethod(method), path);

        answer.RequireError(status, code);
    }

    [Theory]
    [InlineData("{}", "the body must be an array")]
    [InlineData("[1]", "[0] must be a JSON object")]
    [InlineData("""[{"action":"DANCE","data":{}}]""", "[0].action \"DANCE\" is unknown")]
    [InlineData("""[{"action":"REVERT_TRANSACTION","data":{"id":1000000000000000000000}}]""", "id must be a transaction id")]
    [InlineData("""[{"action":"ADD_METADATA","data":{"targetType":"LEDGER"}}]""", "targetType \"LEDGER\" is unknown")]
    public async Task A_bad_bulk_is_refused_as_a_whole(string body, string message)
    {
        var answer = (await _app.PostAsync("/api/ledger/v2/default/_bulk", body)).RequireError(HttpStatusCode.BadRequest, "VALIDATION");

        Assert.Contains(message, answer.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_beyond_a_mebibyte_is_too_large_with_and_without_a_length()
    {
        var body = Encoding.UTF8.GetBytes($$$"""{"metadata":{"a":"{{{new string('x', 1024 * 1024)}}}"}}""");
        using var known = new ByteArrayContent(body);
        using var chunked = new StreamContent(new MemoryStream(body));
        chunked.Headers.ContentLength = null;

        foreach (var content in new HttpContent[] { known, chunked })
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/ledger/v2/default/transactions") { Content = content };
            request.Headers.TransferEncodingChunked = content == chunked;
            using var response = await _app.Http.SendAsync(request, TestContext.Current.CancellationToken);

            Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
            Assert.Contains("VALIDATION", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Bytes_that_are_not_text_are_refused()
    {
        using var content = new ByteArrayContent([(byte)'{', (byte)'"', 0xff, (byte)'"', (byte)':', (byte)'1', (byte)'}']);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");

        using var response = await _app.Http.PostAsync("/api/ledger/v2/default/transactions", content, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("not valid UTF-8", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Deep_nesting_is_refused_everywhere()
    {
        var deep = string.Concat(Enumerable.Repeat("[", 10_000));
        var notNotNot = string.Concat(Enumerable.Repeat("""{"$not":""", 40)) + """{"$match":{"id":1}}""" + new string('}', 40);

        (await _app.TransactAsync($$$"""{"metadata":{{{deep}}}}""")).RequireError(HttpStatusCode.BadRequest, "VALIDATION");
        (await _app.GetAsync($"/api/ledger/v2/default/transactions?query={notNotNot}")).RequireError(HttpStatusCode.BadRequest, "VALIDATION");
        (await _app.TransactAsync(SandboxApp.Script($"send [USD 1] (source = {new string('{', 5000)}"))).RequireError(HttpStatusCode.BadRequest, "INTERPRETER_PARSE");
        (await _app.TransactAsync(SandboxApp.Script($"set_tx_meta(\"k\", {deep}"))).RequireError(HttpStatusCode.BadRequest, "INTERPRETER_PARSE");
    }

    [Fact]
    public async Task Other_routes_of_the_application_are_left_alone()
    {
        Assert.Equal("untouched", (await _app.GetAsync("/neighbour")).Require(HttpStatusCode.OK).Body);
        var elsewhere = await _app.GetAsync("/nowhere");
        Assert.Equal((HttpStatusCode.NotFound, ""), (elsewhere.Status, elsewhere.Body));
    }

    [Fact]
    public async Task Who_answers_is_told_in_each_of_its_shapes()
    {
        Assert.Equal("""{"server":"ledger","version":"v2.4.12"}""", (await _app.GetAsync("/api/ledger/v2/_info")).Body);
        Assert.Equal("""{"data":{"server":"ledger","version":"v2.4.12","config":{"storage":{"driver":"sqlite","ledgers":["default"]}}}}""", (await _app.GetAsync("/api/ledger/_info")).Body);
        Assert.Equal("""{"default":"OK"}""", (await _app.GetAsync("/api/ledger/_healthcheck")).Body);
        Assert.Equal("""{"region":"local","env":"sandbox","versions":[{"name":"ledger","version":"v2.4.12","health":true},{"name":"wallets","version":"v2.1.5","health":true},{"name":"payments","version":"v3.4.0","health":true},{"name":"auth","version":"v2.4.0","health":true}]}""", (await _app.GetAsync("/versions")).Body);
    }

    private static string Posting(string fields) => $$"""{"postings":[{ {{fields}} }]}""";

    private static string Valid(string further) =>
        $$"""{"postings":[{"source":"world","destination":"b","amount":1,"asset":"USD"}],{{further}}}""";

    public sealed class Shared : IAsyncLifetime
    {
        internal SandboxApp App { get; private set; } = null!;

        public async ValueTask InitializeAsync() => App = await SandboxApp.StartAsync();

        public ValueTask DisposeAsync() => App.DisposeAsync();
    }
}
