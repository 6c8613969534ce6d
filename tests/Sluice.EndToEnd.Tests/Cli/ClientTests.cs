using System.Net;
using System.Numerics;
using System.Text;
using System.Text.Json;
using Sluice.Client;

namespace Sluice.EndToEnd.Tests.Cli;

public sealed class ClientTests
{
    private const string Workflow =
        """{"data":{"id":"w1","config":{"name":"n","stages":[{"noop":{}}]},"createdAt":"2026-01-02T03:04:05.123456Z","updatedAt":"2026-01-02T03:04:05.123456Z","deletedAt":null}}""";

    private const string Instance =
        """{"data":{"workflowID":"w1","id":"i1","createdAt":"2026-01-02T03:04:05Z","updatedAt":"2026-01-02T03:04:06Z","terminated":true,"terminatedAt":"2026-01-02T03:04:06Z","error":"no","status":[{"stage":0,"instanceID":"i1","startedAt":"2026-01-02T03:04:05Z","error":"no"}]}}""";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(DefinitionFormat.Json, "application/json")]
    [InlineData(DefinitionFormat.Yaml, "text/vnd.yaml")]
    public async Task A_definition_is_posted_as_it_is(DefinitionFormat format, string contentType)
    {
        await using var stub = await StubServer.AnswerAsync(201, Workflow);

        var workflow = await new SluiceClient(stub.Http).CreateWorkflowAsync(Encoding.UTF8.GetBytes("# as is\n{}"), format, Cancellation);

        Assert.Equal(["POST /stack/api/orchestration/v2/workflows # as is\n{}"], stub.Requests);
        Assert.Equal(contentType, stub.LastHeaders.ContentType);
        Assert.Equal(("w1", "n"), (workflow.Id, workflow.Config.Name));
        Assert.Equal(123456, workflow.CreatedAt.Microsecond + (workflow.CreatedAt.Millisecond * 1000));
        Assert.Null(workflow.DeletedAt);
    }

    [Fact]
    public async Task A_start_carries_its_variables_and_its_key()
    {
        await using var stub = await StubServer.AnswerAsync(201, Instance);

        var variables = new Dictionary<string, string> { ["a"] = "b" };
        var instance = await new SluiceClient(stub.Http).RunAsync("w/1", variables, "key", Cancellation);

        Assert.Equal(["""POST /stack/api/orchestration/v2/workflows/w%2F1/instances {"a":"b"}"""], stub.Requests);
        Assert.Equal("key", stub.LastHeaders["Idempotency-Key"]);
        Assert.True(instance.Terminated);
        Assert.Equal("no", Assert.Single(instance.Status!).Error);
    }

    [Fact]
    public async Task An_event_and_an_abort_need_no_answer()
    {
        await using var stub = await StubServer.AnswerAsync(200, "");
        var client = new SluiceClient(stub.Http);

        await client.PostEventAsync("i1", "go", Cancellation);
        await client.AbortAsync("i1", Cancellation);

        Assert.Equal(
            ["""POST /stack/api/orchestration/v2/instances/i1/events {"name":"go"}""", "PUT /stack/api/orchestration/v2/instances/i1/abort"],
            stub.Requests);
    }

    [Theory]
    [InlineData("""[{"id":7,"txid":7,"postings":[{"source":"a","destination":"b","amount":123456789012345678901234567890,"asset":"ETH/18"}],"metadata":{},"timestamp":"2026-01-02T03:04:05Z"}]""")]
    [InlineData("""{"id":7,"txid":7,"postings":[{"source":"a","destination":"b","amount":123456789012345678901234567890,"asset":"ETH/18"}],"metadata":{},"timestamp":"2026-01-02T03:04:05Z"}""")]
    public async Task The_transactions_of_an_activity_are_read_exactly_in_both_of_their_forms(string data)
    {
        var history = $$"""
            {"data":[{"name":"CreateTransaction","input":{"CreateTransaction":{"ledger":"l"} },"output":{"CreateTransaction":{"data":{{data}} } },
            "terminated":true,"startedAt":"2026-01-02T03:04:05Z","attempt":2}]}
            """;
        await using var stub = await StubServer.AnswerAsync(200, history);

        var activities = await new SluiceClient(stub.Http).GetStageHistoryAsync("i1", 3, Cancellation);

        Assert.Equal(["GET /stack/api/orchestration/v2/instances/i1/stages/3/history"], stub.Requests);
        var committed = Assert.Single(Assert.Single(activities).GetTransactions());
        Assert.Equal(("l", 7), (committed.Ledger, committed.Transaction.Id));
        Assert.Equal(BigInteger.Parse("123456789012345678901234567890"), Assert.Single(committed.Transaction.Postings).Amount);
    }

    [Fact]
    public async Task An_amount_is_posted_as_an_integer_of_any_size()
    {
        await using var stub = await StubServer.AnswerAsync(
            200, """{"data":{"id":1,"postings":[],"metadata":{},"timestamp":"2026-01-02T03:04:05Z","reverted":false}}""");
        var posting = new Posting("world", "a", BigInteger.Pow(10, 30), "ETH/18");

        await new LedgerClient(stub.Http).CreateTransactionAsync(
            "l", new NewTransaction([posting], new Dictionary<string, string>()), null, Cancellation);

        Assert.Contains("\"amount\":1000000000000000000000000000000,", Assert.Single(stub.Requests), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1.5")]
    [InlineData("1e3")]
    [InlineData("\"1\"")]
    public async Task An_amount_that_is_no_integer_is_not_read(string amount)
    {
        await using var stub = await StubServer.AnswerAsync(
            200, """{"data":{"address":"a","metadata":{},"volumes":{"USD/2":{"input":AMOUNT,"output":0,"balance":0}}}}""".Replace("AMOUNT", amount, StringComparison.Ordinal));

        var broken = await Assert.ThrowsAsync<ApiException>(() => new LedgerClient(stub.Http).GetAccountAsync("l", "users:a", Cancellation));

        Assert.IsType<JsonException>(broken.InnerException);
        Assert.Equal(["GET /stack/api/ledger/v2/l/accounts/users:a?expand=volumes"], stub.Requests);
    }

    [Fact]
    public async Task An_account_that_was_never_used_is_not_there()
    {
        await using var stub = await StubServer.AnswerAsync(404, """{"errorCode":"NOT_FOUND","errorMessage":"no"}""");

        Assert.Null(await new LedgerClient(stub.Http).GetAccountAsync("l", "a", Cancellation));
    }

    [Theory]
    [InlineData("LEDGER_ALREADY_EXISTS", false)]
    [InlineData("VALIDATION", true)]
    public async Task A_ledger_that_exists_is_fine_and_everything_else_is_not(string code, bool refused)
    {
        await using var stub = await StubServer.AnswerAsync(400, $$"""{"errorCode":"{{code}}","errorMessage":"no"}""");
        var create = () => new LedgerClient(stub.Http).CreateLedgerAsync("l", Cancellation);

        if (refused)
        {
            Assert.Equal(code, (await Assert.ThrowsAsync<ApiException>(create)).ErrorCode);
        }
        else
        {
            Assert.False(await create());
        }
    }

    [Theory]
    [InlineData(400, """{"errorCode":"VALIDATION","errorMessage":"name is missing"}""", "VALIDATION", "name is missing")]
    [InlineData(404, """{"errorCode":"NOT_FOUND","errorMessage":""}""", "NOT_FOUND", "answered 404")]
    [InlineData(502, "<html>Bad Gateway</html>", "", "answered 502")]
    [InlineData(500, "", "", "answered 500")]
    [InlineData(500, "[1]", "", "answered 500")]
    [InlineData(200, "<html>hello</html>", "", "something other than this API does")]
    [InlineData(200, """{"data":{"id":"i1"}}""", "", "something other than this API does")]
    [InlineData(200, "null", "", "answered null")]
    public async Task Whatever_goes_wrong_names_its_status_and_its_reason(int status, string body, string code, string message)
    {
        await using var stub = await StubServer.AnswerAsync(status, body);

        var refused = await Assert.ThrowsAsync<ApiException>(() => new SluiceClient(stub.Http).GetInstanceAsync("i1", Cancellation));

        Assert.Equal((HttpStatusCode)status, refused.StatusCode);
        Assert.Equal(code, refused.ErrorCode);
        Assert.Contains(message, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_client_without_an_address_is_refused() =>
        Assert.Throws<ArgumentException>(() => new SluiceClient(new HttpClient()));
}
