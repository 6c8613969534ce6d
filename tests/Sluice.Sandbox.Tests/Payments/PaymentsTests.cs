using System.Net;
using System.Text.Json;
using Sluice.Sandbox.Payments;
using static Sluice.Sandbox.Tests.Payments.PaymentsDriver;

namespace Sluice.Sandbox.Tests.Payments;

public sealed class PaymentsTests : IAsyncLifetime
{
    private SandboxApp _app = null!;

    public async ValueTask InitializeAsync() => _app = await SandboxApp.StartAsync();

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task The_service_tells_its_version_and_that_it_is_well()
    {
        Assert.Equal("""{"version":"v3.4.0"}""", (await _app.GetAsync("/api/payments/_info")).Require(HttpStatusCode.OK).Body);
        Assert.Equal("""{"default":"OK"}""", (await _app.GetAsync("/api/payments/_healthcheck")).Require(HttpStatusCode.OK).Body);
    }

    [Fact]
    public async Task A_new_sandbox_has_a_dummy_connector_and_two_accounts()
    {
        var connectors = (await _app.GetAsync("/api/payments/connectors")).Require(HttpStatusCode.OK);
        var accounts = (await _app.GetAsync("/api/payments/accounts")).Cursor.GetProperty("data").EnumerateArray();

        Assert.Equal(
            $$$"""{"data":[{"provider":"DUMMY-PAY","connectorID":"{{{Connector}}}","name":"dummypay","enabled":true}]}""", connectors.Body);
        Assert.Equal(Connector, Id("""{"Provider":"dummypay","Reference":"00000000-0000-0000-0000-000000000001"}"""));
        Assert.Equal([Bank, Main], accounts.Select(account => account.Text("id")));
    }

    [Theory]
    [InlineData("stripe", "STRIPE", "stripe")]
    [InlineData("WISE", "WISE", "wise")]
    [InlineData("dummy-pay", "DUMMY-PAY", "dummypay")]
    [InlineData("BankingCircle", "BANKING-CIRCLE", "bankingcircle")]
    public async Task A_connector_of_any_known_provider_can_be_installed_and_uninstalled(string spelled, string label, string name)
    {
        var installed = await _app.PostAsync($"/api/payments/connectors/{spelled}", """{"name":"mine","provider":"Any","apiKey":"secret"}""");
        var id = installed.Require(HttpStatusCode.Created).Data.Text("connectorID");
        var listed = (await _app.GetAsync("/api/payments/connectors")).Data.EnumerateArray().Last();
        var removed = await _app.SendAsync(HttpMethod.Delete, $"/api/payments/connectors/{spelled}/{id}");

        Assert.Equal($$"""{"provider":"{{label}}","connectorID":"{{id}}","name":"mine","enabled":true}""", listed.GetRawText());
        Assert.Equal(name, JsonElement.Parse(Convert.FromBase64String(Padded(id))).Text("Provider"));
        removed.Require(HttpStatusCode.NoContent);
        Assert.Equal(1, (await _app.GetAsync("/api/payments/connectors")).Data.GetArrayLength());
    }

    [Fact]
    public async Task Connector_names_are_unique_and_made_up_where_there_is_none()
    {
        (await _app.PostAsync("/api/payments/connectors/stripe", """{"name":"mine"}""")).Require(HttpStatusCode.Created);

        (await _app.PostAsync("/api/payments/connectors/wise", """{"name":"mine"}""")).RequireError(HttpStatusCode.BadRequest, "CONFLICT");
        (await _app.PostAsync("/api/payments/connectors/stripe", null)).Require(HttpStatusCode.Created);
        (await _app.PostAsync("/api/payments/connectors/stripe", "{}")).Require(HttpStatusCode.Created);

        var names = (await _app.GetAsync("/api/payments/connectors")).Data.EnumerateArray().Select(connector => connector.Text("name"));
        Assert.Equal(4, names.Distinct().Count());
    }

    [Fact]
    public async Task A_connector_takes_what_came_from_it_along()
    {
        (await _app.PostAsync("/api/payments/payments", Payment)).Require(HttpStatusCode.OK);
        await _app.TransferAsync(("validated", "false"));

        (await _app.SendAsync(HttpMethod.Delete, "/api/payments/connectors/dummy-pay")).Require(HttpStatusCode.NoContent);

        foreach (var list in (string[])["accounts", "payments", "transfer-initiations"])
        {
            Assert.Equal(0, (await _app.GetAsync($"/api/payments/{list}")).Cursor.GetProperty("data").GetArrayLength());
        }

        await _app.RestartAsync();
        Assert.Equal("""{"data":[]}""", (await _app.GetAsync("/api/payments/connectors")).Body);
    }

    [Fact]
    public async Task One_of_several_connectors_of_a_provider_must_be_named()
    {
        (await _app.PostAsync("/api/payments/connectors/dummy-pay", "{}")).Require(HttpStatusCode.Created);

        (await _app.SendAsync(HttpMethod.Delete, "/api/payments/connectors/dummy-pay")).RequireError(HttpStatusCode.BadRequest, "VALIDATION");
        Assert.Equal(2, (await _app.GetAsync("/api/payments/connectors")).Data.GetArrayLength());
    }

    [Fact]
    public async Task An_account_is_answered_in_both_versions_of_its_shape()
    {
        var created = (await _app.PostAsync("/api/payments/accounts", Account)).Require(HttpStatusCode.OK);
        var id = Id("""{"ConnectorID":{"Provider":"dummypay","Reference":"00000000-0000-0000-0000-000000000001"},"Reference":"a-1"}""");

        Assert.Equal(
            $$$"""{"data":{"id":"{{{id}}}","reference":"a-1","createdAt":"2024-05-01T10:00:00.000000Z","connectorID":"{{{Connector}}}","provider":"DUMMY-PAY","defaultCurrency":"EUR/2","defaultAsset":"EUR/2","accountName":"Ann","type":"EXTERNAL","metadata":{"k":"v"},"raw":{{{Account}}}}}""",
            created.Body);
        Assert.Equal(created.Body, (await _app.GetAsync($"/api/payments/accounts/{id}")).Body);
        Assert.Equal(
            $$$"""{"data":{"id":"{{{id}}}","connectorID":"{{{Connector}}}","provider":"dummypay","reference":"a-1","createdAt":"2024-05-01T10:00:00.000000Z","type":"EXTERNAL","name":"Ann","defaultAsset":"EUR/2","metadata":{"k":"v"},"raw":{{{Account}}}}}""",
            (await _app.GetAsync($"/api/payments/v3/accounts/{id}")).Body);
        (await _app.PostAsync("/api/payments/accounts", Account)).RequireError(HttpStatusCode.BadRequest, "CONFLICT");
    }

    [Fact]
    public async Task A_payment_is_answered_as_it_was_recorded()
    {
        var created = (await _app.PostAsync("/api/payments/payments", Payment)).Require(HttpStatusCode.OK);
        var id = Id("""{"ConnectorID":{"Provider":"dummypay","Reference":"00000000-0000-0000-0000-000000000001"},"Reference":"p-1","Type":"PAY-IN"}""");

        Assert.Equal(
            $$$"""{"data":{"id":"{{{id}}}","reference":"p-1","sourceAccountID":"{{{Bank}}}","destinationAccountID":"{{{Main}}}","type":"PAY-IN","provider":"DUMMY-PAY","connectorID":"{{{Connector}}}","status":"SUCCEEDED","amount":100,"initialAmount":100,"scheme":"visa","asset":"USD/2","createdAt":"2024-05-01T10:00:00.000000Z","raw":{{{Payment}}},"metadata":{"k":"v"},"adjustments":[{"reference":"p-1","createdAt":"2024-05-01T10:00:00.000000Z","status":"SUCCEEDED","amount":100,"raw":{}}]}}""",
            created.Body);
        Assert.Equal(created.Body, (await _app.GetAsync($"/api/payments/payments/{id}")).Body);
    }

    [Fact]
    public async Task A_payment_reference_is_unique_within_its_connector_and_type()
    {
        var other = (await _app.PostAsync("/api/payments/connectors/stripe", "{}")).Data.Text("connectorID");
        (await _app.PostAsync("/api/payments/payments", Payment)).Require(HttpStatusCode.OK);

        (await _app.PostAsync("/api/payments/payments", With(Payment, ("amount", "7")))).RequireError(HttpStatusCode.BadRequest, "CONFLICT");
        (await _app.PostAsync("/api/payments/payments", With(Payment, ("type", "\"OTHER\"")))).Require(HttpStatusCode.OK);
        (await _app.PostAsync("/api/payments/payments", With(Payment, ("connectorID", Quote(other))))).Require(HttpStatusCode.OK);

        Assert.Equal(3, (await _app.PaymentsAsync()).Count);
    }

    [Theory]
    [InlineData("é😀\u2028", "é😀\u2028")]
    [InlineData("<a&b>'+/", "<a&b>'+/")]
    [InlineData("\"\\", "\\\"\\\\")]
    public async Task An_id_escapes_no_more_than_it_must(string reference, string escaped)
    {
        var created = await _app.PostAsync("/api/payments/accounts", With(Account, ("reference", Quote(reference))));
        var id = created.Require(HttpStatusCode.OK).Data.Text("id");

        Assert.Equal(
            Id($$$"""{"ConnectorID":{"Provider":"dummypay","Reference":"00000000-0000-0000-0000-000000000001"},"Reference":"{{{escaped}}}"}"""), id);
        Assert.Equal(reference, (await _app.GetAsync($"/api/payments/accounts/{id}")).Require(HttpStatusCode.OK).Data.Text("reference"));
        (await _app.GetAsync($"/api/payments/accounts/{Respelled(id)}")).RequireError(HttpStatusCode.BadRequest, "INVALID_ID");
    }

    [Fact]
    public async Task Amounts_of_any_size_stay_exact()
    {
        var amount = "1" + new string('0', 998) + "7";
        var created = (await _app.PostAsync("/api/payments/payments", With(Payment, ("amount", amount)))).Require(HttpStatusCode.OK).Data;
        await _app.TransferAsync(("amount", amount));

        Assert.Equal(amount, created.GetProperty("amount").GetRawText());
        var settled = await _app.EventuallyAsync(
            """/api/payments/payments?query={"$match":{"type":"PAYOUT"}}""", answer => answer.Cursor.GetProperty("data").GetArrayLength() == 1);
        Assert.Equal(amount, settled.Cursor.GetProperty("data")[0].GetProperty("amount").GetRawText());
    }

    [Fact]
    public async Task Metadata_is_merged_into_a_payment()
    {
        var id = (await _app.PostAsync("/api/payments/payments", Payment)).Data.Text("id");

        (await _app.SendAsync(HttpMethod.Patch, $"/api/payments/payments/{id}/metadata", """{"k":"w","l":"é"}""")).Require(HttpStatusCode.NoContent);
        (await _app.SendAsync(HttpMethod.Patch, $"/api/payments/payments/{id}/metadata", """{"k":7}""")).RequireError(HttpStatusCode.BadRequest, "VALIDATION");

        Assert.Equal(
            """{"k":"w","l":"é"}""", (await _app.GetAsync($"/api/payments/payments/{id}")).Data.GetProperty("metadata").GetRawText());
    }

    [Fact]
    public async Task A_list_is_read_page_by_page_newest_first_and_back()
    {
        for (var day = 1; day <= 5; day++)
        {
            var body = With(Payment, ("reference", $"\"p-{day}\""), ("createdAt", $"\"2024-05-0{day % 3 + 1}T10:00:00Z\""));
            (await _app.PostAsync("/api/payments/payments", body)).Require(HttpStatusCode.OK);
        }

        var first = (await _app.GetAsync("/api/payments/payments?pageSize=2")).Cursor;
        var second = (await _app.GetAsync($"/api/payments/payments?cursor={first.Text("next")}")).Cursor;
        var third = (await _app.GetAsync($"/api/payments/payments?cursor={second.Text("next")}")).Cursor;
        var back = (await _app.GetAsync($"/api/payments/payments?cursor={second.Text("previous")}")).Cursor;
        var ascending = (await _app.GetAsync("/api/payments/payments?sort=createdAt:asc")).Cursor;

        Assert.Equal([["p-5", "p-2"], ["p-4", "p-1"], ["p-3"]], new[] { first, second, third }.Select(References));
        Assert.Equal([true, true, false], new[] { first, second, third }.Select(page => page.GetProperty("hasMore").GetBoolean()));
        Assert.False(third.TryGetProperty("next", out _));
        Assert.Equal(References(first), References(back));
        Assert.Equal(["p-3", "p-1", "p-4", "p-2", "p-5"], References(ascending));
        (await _app.GetAsync($"/api/payments/accounts?cursor={first.Text("next")}")).RequireError(HttpStatusCode.BadRequest, "VALIDATION");
    }

    [Fact]
    public async Task A_provider_alone_is_enough_where_that_is_allowed_and_only_one_connector_has_it()
    {
        await using var app = await SandboxApp.StartAsync(payments: new PaymentsOptions { AcceptsProviderAlone = true });
        var body = With(Transfer, ("connectorID", null), ("provider", "\"dummypay\""));

        Assert.Equal(Connector, (await app.PostAsync("/api/payments/transfer-initiations", body)).Require(HttpStatusCode.OK).Data.Text("connectorID"));

        (await app.PostAsync("/api/payments/connectors/dummy-pay", "{}")).Require(HttpStatusCode.Created);
        var several = await app.PostAsync("/api/payments/transfer-initiations", With(body, ("reference", "\"t-2\"")));
        Assert.Contains("several DUMMY-PAY", several.RequireError(HttpStatusCode.BadRequest, "VALIDATION").ErrorMessage, StringComparison.Ordinal);
        var none = await app.PostAsync("/api/payments/transfer-initiations", With(body, ("provider", "\"STRIPE\"")));
        Assert.Contains("no STRIPE", none.RequireError(HttpStatusCode.BadRequest, "VALIDATION").ErrorMessage, StringComparison.Ordinal);
    }

    private static IEnumerable<string> References(JsonElement cursor) =>
        [.. cursor.GetProperty("data").EnumerateArray().Select(row => row.Text("reference"))];

    // The same JSON with a blank in it: another text, so another id, so none.
    private static string Respelled(string id) =>
        Id(System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(Padded(id))).Replace(":{", ": {", StringComparison.Ordinal));

    private static string Padded(string base64Url) =>
        base64Url.Replace('-', '+').Replace('_', '/').PadRight((base64Url.Length + 3) / 4 * 4, '=');
}
