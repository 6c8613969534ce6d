using System.Net;
using static Sluice.Sandbox.Tests.Payments.PaymentsDriver;

namespace Sluice.Sandbox.Tests.Payments;

/// <summary>Refused calls, all of one sandbox, in which they leave nothing behind.</summary>
public sealed class PaymentErrorTests(PaymentErrorTests.Shared shared) : IClassFixture<PaymentErrorTests.Shared>
{
    private const string UnknownConnector = """{"Provider":"dummypay","Reference":"nope"}""";

    private readonly SandboxApp _app = shared.App;

    public static TheoryData<string, string?, string> BadFields => new()
    {
        { "reference", null, "reference is missing" },
        { "reference", "7", "reference must be a string, found a number" },
        { "reference", "\"\"", "reference must be 1 to 512 characters, none of them control characters" },
        { "reference", "\"a\\u0000\"", "reference must be 1 to 512 characters" },
        { "reference", Quote(new string('x', 513)), "reference must be 1 to 512 characters" },
        { "connectorID", null, "connectorID is missing" },
        { "connectorID", "\"\"", "connectorID is missing" },
        { "connectorID", "{}", "connectorID must be a string, found an object" },
        { "connectorID", "\"nonsense\"", "connectorID is not the id of a connector" },
        { "connectorID", Quote(Connector + "="), "connectorID is not the id of a connector" },
        { "connectorID", Quote(Bank), "connectorID is not the id of a connector" },
        { "connectorID", Quote(Id(UnknownConnector)), "connectorID: no such connector is installed" },
        { "metadata", "[]", "metadata must be a JSON object, found an array" },
        { "metadata", """{"a":1}""", "metadata[a] must be a string, found a number" },
        { "type", null, "type is missing" },
        { "type", "\"nope\"", "type must be one of" },
    };

    public static TheoryData<string, string?, string> BadMoney => new()
    {
        { "amount", null, "amount is missing" },
        { "amount", "\"1\"", "amount must be an integer, found a string" },
        { "amount", "1.5", "amount must be an integer, found 1.5" },
        { "amount", "1e3", "amount must be an integer, found 1e3" },
        { "amount", "-1", "amount cannot be negative" },
        { "amount", new string('9', 1002), "amount has more than 1000 digits" },
        { "asset", null, "asset is missing" },
        { "asset", "\"usd\"", "asset must be an asset such as USD or USD/2" },
    };

    [Theory]
    [MemberData(nameof(BadFields))]
    [InlineData("type", "\"internal\"", "type must be one of INTERNAL, EXTERNAL, UNKNOWN, found \"internal\"")]
    [InlineData("createdAt", "\"yesterday\"", "createdAt must be an RFC 3339 date and time with a zone")]
    [InlineData("defaultAsset", "\"usd\"", "defaultAsset must be an asset such as USD or USD/2")]
    [InlineData("accountName", "7", "accountName must be a string, found a number")]
    public Task A_bad_account_is_refused_with_its_field_and_rule(string field, string? json, string message) =>
        RefusesAsync("accounts", With(Account, (field, json)), message);

    [Theory]
    [MemberData(nameof(BadFields))]
    [MemberData(nameof(BadMoney))]
    [InlineData("type", "\"PAYIN\"", "type must be one of PAY-IN, PAYOUT, TRANSFER, OTHER, found \"PAYIN\"")]
    [InlineData("scheme", null, "scheme is missing")]
    [InlineData("scheme", "\"cash\"", "scheme must be one of unknown, other, visa")]
    [InlineData("status", null, "status is missing")]
    [InlineData("status", "\"DONE\"", "status must be one of PENDING, SUCCEEDED")]
    [InlineData("createdAt", "7", "createdAt must be a string, found a number")]
    [InlineData("sourceAccountID", "\"nonsense\"", "sourceAccountID is not the id of an account")]
    [InlineData("destinationAccountID", "\"nonsense\"", "destinationAccountID is not the id of an account")]
    public Task A_bad_payment_is_refused_with_its_field_and_rule(string field, string? json, string message) =>
        RefusesAsync("payments", With(Payment, (field, json)), message);

    [Theory]
    [MemberData(nameof(BadFields))]
    [MemberData(nameof(BadMoney))]
    [InlineData("type", "\"payout\"", "type must be one of TRANSFER, PAYOUT, found \"payout\"")]
    [InlineData("validated", "\"yes\"", "validated must be true or false, found a string")]
    [InlineData("scheduledAt", "\"soon\"", "scheduledAt must be an RFC 3339 date and time with a zone")]
    [InlineData("description", "7", "description must be a string, found a number")]
    [InlineData("destinationAccountID", null, "destinationAccountID is missing")]
    [InlineData("destinationAccountID", "\"\"", "destinationAccountID is missing")]
    [InlineData("destinationAccountID", "\"nonsense\"", "destinationAccountID is not the id of an account")]
    [InlineData("sourceAccountID", "\"nonsense\"", "sourceAccountID is not the id of an account")]
    public Task A_bad_transfer_is_refused_with_its_field_and_rule(string field, string? json, string message) =>
        RefusesAsync("transfer-initiations", With(Transfer, (field, json)), message);

    [Theory]
    [InlineData("sourceAccountID")]
    [InlineData("destinationAccountID")]
    public Task A_transfer_needs_accounts_that_exist(string field)
    {
        var unknown = Id($$"""{"ConnectorID":{{UnknownConnector}},"Reference":"a"}""");
        return RefusesAsync("transfer-initiations", With(Transfer, (field, Quote(unknown))), $"{field}: no such account");
    }

    [Fact]
    public Task A_provider_alone_is_not_enough() => RefusesAsync(
        "transfer-initiations", With(Transfer, ("connectorID", null), ("provider", "\"DUMMY-PAY\"")), "connectorID is missing");

    [Theory]
    [InlineData("POST", "accounts")]
    [InlineData("POST", "payments")]
    [InlineData("POST", "transfer-initiations")]
    [InlineData("PATCH", "payments/{payment}/metadata")]
    [InlineData("POST", "transfer-initiations/{transfer}/status")]
    [InlineData("POST", "transfer-initiations/{transfer}/reverse")]
    public async Task A_body_that_is_no_object_is_refused(string method, string path)
    {
        foreach (var body in (string?[])[null, "{", "[]", "null", "7", """{"a":"b","a":"c"}""", """{"a":"\ud800"}"""])
        {
            var answer = await SendAsync(method, path, body);
            answer.RequireError(HttpStatusCode.BadRequest, "MISSING_OR_INVALID_BODY");
            Assert.Contains("the body", answer.ErrorMessage, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_body_that_is_too_large_is_refused()
    {
        var body = With(Payment, ("metadata", $$"""{"a":"{{new string('x', 1024 * 1024)}}"}"""));

        (await SendAsync("POST", "payments", body)).RequireError(HttpStatusCode.RequestEntityTooLarge, "MISSING_OR_INVALID_BODY");
    }

    [Theory]
    [InlineData("GET", "accounts/nonsense")]
    [InlineData("GET", "accounts/{payment}")]
    [InlineData("GET", "accounts/{connector}")]
    [InlineData("GET", "v3/accounts/nonsense")]
    [InlineData("GET", "payments/nonsense")]
    [InlineData("GET", "payments/{transfer}")]
    [InlineData("GET", "payments/{payment}=")]
    [InlineData("PATCH", "payments/nonsense/metadata", "{}")]
    [InlineData("GET", "transfer-initiations/nonsense")]
    [InlineData("DELETE", "transfer-initiations/nonsense")]
    [InlineData("POST", "transfer-initiations/nonsense/status", """{"status":"VALIDATED"}""")]
    [InlineData("POST", "transfer-initiations/nonsense/retry")]
    [InlineData("POST", "transfer-initiations/nonsense/reverse", """{"reference":"r","amount":1,"asset":"USD/2"}""")]
    [InlineData("DELETE", "connectors/dummy-pay/nonsense")]
    public async Task A_malformed_id_is_refused(string method, string path, string? body = null) =>
        (await SendAsync(method, path, body)).RequireError(HttpStatusCode.BadRequest, "INVALID_ID");

    [Theory]
    [InlineData("GET", "accounts/{transfer}")]
    [InlineData("GET", "v3/accounts/{transfer}")]
    [InlineData("GET", "payments/{payment}")]
    [InlineData("PATCH", "payments/{payment}/metadata", "{}")]
    [InlineData("GET", "transfer-initiations/{transfer}")]
    [InlineData("DELETE", "transfer-initiations/{transfer}")]
    [InlineData("POST", "transfer-initiations/{transfer}/status", """{"status":"VALIDATED"}""")]
    [InlineData("POST", "transfer-initiations/{transfer}/retry")]
    [InlineData("POST", "transfer-initiations/{transfer}/reverse", """{"reference":"r","amount":1,"asset":"USD/2"}""")]
    [InlineData("DELETE", "connectors/stripe/{connector}")]
    [InlineData("DELETE", "connectors/stripe")]
    [InlineData("GET", "nope")]
    [InlineData("GET", "")]
    [InlineData("GET", "transfer-initiations/{transfer}/nope")]
    public async Task What_does_not_exist_is_not_found(string method, string path, string? body = null) =>
        (await SendAsync(method, path, body)).RequireError(HttpStatusCode.NotFound, "NOT_FOUND");

    [Theory]
    [InlineData("PUT", "payments", "GET, POST")]
    [InlineData("POST", "payments/{payment}", "GET")]
    [InlineData("GET", "transfer-initiations/{transfer}/retry", "POST")]
    [InlineData("GET", "connectors/stripe", "POST, DELETE")]
    public async Task A_method_that_a_path_does_not_take_is_refused_with_those_it_takes(string method, string path, string allowed)
    {
        var answer = (await SendAsync(method, path)).RequireError(HttpStatusCode.MethodNotAllowed, "VALIDATION");

        Assert.EndsWith($"only {allowed}", answer.ErrorMessage, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pageSize=x", "invalid 'pageSize' query param")]
    [InlineData("cursor=nonsense", "invalid 'cursor' query param")]
    [InlineData("sort=amount:asc", "invalid 'sort' query param: only createdAt:asc and createdAt:desc are supported")]
    [InlineData("""query={"$match":{"nope":"x"}}""", "cannot be filtered by \"nope\"")]
    public async Task A_bad_list_parameter_is_refused(string query, string message)
    {
        foreach (var list in (string[])["accounts", "payments", "transfer-initiations"])
        {
            var answer = (await SendAsync("GET", $"{list}?{query}")).RequireError(HttpStatusCode.BadRequest, "VALIDATION");
            Assert.Contains(message, answer.ErrorMessage, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_connector_of_a_provider_that_nobody_knows_cannot_be_installed()
    {
        var answer = (await SendAsync("POST", "connectors/acme", "{}")).RequireError(HttpStatusCode.BadRequest, "VALIDATION");

        Assert.StartsWith("connector must be one of DUMMY-PAY, STRIPE, WISE", answer.ErrorMessage, StringComparison.Ordinal);
    }

    private async Task RefusesAsync(string path, string body, string message)
    {
        var answer = (await SendAsync("POST", path, body)).RequireError(HttpStatusCode.BadRequest, "VALIDATION");

        Assert.Contains(message, answer.ErrorMessage, StringComparison.Ordinal);
        Assert.Empty(await _app.PaymentsAsync());
        Assert.Equal(0, (await SendAsync("GET", "transfer-initiations")).Cursor.GetProperty("data").GetArrayLength());
        Assert.Equal(2, (await SendAsync("GET", "accounts")).Cursor.GetProperty("data").GetArrayLength());
    }

    private Task<Answer> SendAsync(string method, string path, string? body = null)
    {
        var connector = """{"Provider":"dummypay","Reference":"00000000-0000-0000-0000-000000000001"}""";
        var filled = path
            .Replace("{connector}", Connector, StringComparison.Ordinal)
            .Replace("{payment}", Id($$"""{"ConnectorID":{{connector}},"Reference":"none","Type":"PAY-IN"}"""), StringComparison.Ordinal)
            .Replace("{transfer}", Id($$"""{"ConnectorID":{{connector}},"Reference":"none"}"""), StringComparison.Ordinal);
        return _app.SendAsync(new HttpMethod(method), $"/api/payments/{filled}", body);
    }

    public sealed class Shared : IAsyncLifetime
    {
        internal SandboxApp App { get; private set; } = null!;

        public async ValueTask InitializeAsync() => App = await SandboxApp.StartAsync();

        public ValueTask DisposeAsync() => App.DisposeAsync();
    }
}
