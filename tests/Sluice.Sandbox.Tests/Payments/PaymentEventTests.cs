using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using Sluice.Sandbox.Payments;
using static Sluice.Sandbox.Tests.Payments.PaymentsDriver;

namespace Sluice.Sandbox.Tests.Payments;

public sealed class PaymentEventTests
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2024, 6, 1, 12, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task A_recorded_payment_is_announced_with_links_to_its_accounts()
    {
        await using var app = await SandboxApp.StartAsync(_clock);

        var id = (await app.PostAsync("/api/payments/payments", Payment)).Require(HttpStatusCode.OK).Data.Text("id");

        var announced = Assert.Single(app.Events);
        var root = app.Http.BaseAddress!.AbsoluteUri.TrimEnd('/');
        Assert.Equal(("payments", "v3", "SAVED_PAYMENT", _clock.GetUtcNow()), (announced.Topic, announced.Version, announced.Type, announced.Date));
        Assert.Equal(
            $$$"""{"id":"{{{id}}}","connectorID":"{{{Connector}}}","provider":"DUMMY-PAY","reference":"p-1","createdAt":"2024-05-01T10:00:00.000000Z","type":"PAY-IN","status":"SUCCEEDED","scheme":"visa","asset":"USD/2","amount":100,"initialAmount":100,"sourceAccountID":"{{{Bank}}}","destinationAccountID":"{{{Main}}}","links":[{"name":"source_account","uri":"{{{root}}}/api/payments/v3/accounts/{{{Bank}}}"},{"name":"destination_account","uri":"{{{root}}}/api/payments/v3/accounts/{{{Main}}}"}],"metadata":{"k":"v"},"rawData":{{{Payment}}}}""",
            announced.Payload);
        var link = JsonElement.Parse(announced.Payload).GetProperty("links")[0].Text("uri");
        Assert.Equal("bank", (await app.GetAsync(link)).Require(HttpStatusCode.OK).Data.Text("reference"));
    }

    [Fact]
    public async Task A_recorded_account_is_announced()
    {
        await using var app = await SandboxApp.StartAsync(_clock);

        var id = (await app.PostAsync("/api/payments/accounts", Account)).Require(HttpStatusCode.OK).Data.Text("id");

        var announced = Assert.Single(app.Events);
        Assert.Equal("SAVED_ACCOUNT", announced.Type);
        Assert.Equal(
            $$$"""{"id":"{{{id}}}","connectorID":"{{{Connector}}}","provider":"DUMMY-PAY","createdAt":"2024-05-01T10:00:00.000000Z","reference":"a-1","type":"EXTERNAL","defaultAsset":"EUR/2","name":"Ann","metadata":{"k":"v"},"rawData":{{{Account}}}}""",
            announced.Payload);
    }

    [Fact]
    public async Task Every_step_of_a_transfer_and_its_reversal_is_announced_in_order()
    {
        await using var app = await SandboxApp.StartAsync(_clock);

        var id = await app.TransferAsync(("validated", "false"), ("sourceAccountID", Quote(Main)));
        await app.ActAsync(id, "status", """{"status":"VALIDATED"}""");
        _clock.Advance(TimeSpan.FromMilliseconds(100));
        var processed = await app.InitiationAsync(id, "PROCESSED");
        await app.ActAsync(id, "reverse", Reversal);
        _clock.Advance(TimeSpan.FromMilliseconds(100));
        await app.InitiationAsync(id, "REVERSED");
        await app.StopAsync();

        Assert.Equal(
            [
                "SAVED_PAYMENT_INITIATION PAYOUT", "SAVED_PAYMENT_INITIATION_ADJUSTMENT WAITING_FOR_VALIDATION",
                "SAVED_PAYMENT_INITIATION_ADJUSTMENT VALIDATED", "SAVED_PAYMENT_INITIATION_ADJUSTMENT PROCESSING",
                "SAVED_PAYMENT SUCCEEDED", "SAVED_PAYMENT_INITIATION_RELATED_PAYMENT ", "SAVED_PAYMENT_INITIATION_ADJUSTMENT PROCESSED",
                "SAVED_PAYMENT_INITIATION_ADJUSTMENT ASK_REVERSED", "SAVED_PAYMENT_INITIATION_ADJUSTMENT REVERSE_PROCESSING",
                "SAVED_PAYMENT REFUNDED", "SAVED_PAYMENT_INITIATION_ADJUSTMENT REVERSED",
            ],
            app.Events.Select(each => $"{each.Type} {StatusOf(each.Payload)}"));
        Assert.Equal(
            $$$"""{"id":"{{{id}}}","connectorID":"{{{Connector}}}","provider":"DUMMY-PAY","reference":"t-1","createdAt":"2024-06-01T12:00:00.000000Z","scheduledAt":"0001-01-01T00:00:00.000000Z","description":"rent","type":"PAYOUT","sourceAccountID":"{{{Main}}}","destinationAccountID":"{{{Bank}}}","asset":"USD/2","amount":100,"metadata":{"k":"v"}}""",
            app.Events[0].Payload);
        var adjustment = processed.GetProperty("relatedAdjustments")[0].Text("adjustmentID");
        Assert.Equal(
            $$"""{"id":"{{adjustment}}","paymentInitiationID":"{{id}}","status":"WAITING_FOR_VALIDATION"}""", app.Events[1].Payload);
        var payment = processed.GetProperty("relatedPayments")[0].Text("paymentID");
        Assert.Equal($$"""{"paymentInitiationID":"{{id}}","paymentID":"{{payment}}"}""", app.Events[5].Payload);
    }

    [Fact]
    public async Task A_failure_is_announced_with_its_reason()
    {
        await using var app = await SandboxApp.StartAsync(_clock);
        var id = await app.TransferAsync(("reference", "\"fail\""));
        _clock.Advance(TimeSpan.FromMilliseconds(100));
        var error = (await app.InitiationAsync(id, "FAILED")).Text("error");
        await app.StopAsync();

        var announced = JsonElement.Parse(app.Events[^1].Payload);
        Assert.Equal(("FAILED", error), (announced.Text("status"), announced.Text("error")));
    }

    [Fact]
    public async Task Amounts_are_strings_where_that_is_asked_for()
    {
        await using var app = await SandboxApp.StartAsync(_clock, new PaymentsOptions { TextAmounts = true });

        await app.PostAsync("/api/payments/payments", Payment);
        await app.TransferAsync();

        var payment = JsonElement.Parse(app.Events[0].Payload);
        Assert.Equal(("100", "100"), (payment.Text("amount"), payment.Text("initialAmount")));
        Assert.Equal("100", JsonElement.Parse(app.Events[1].Payload).Text("amount"));
    }

    private static string? StatusOf(string payload)
    {
        var root = JsonElement.Parse(payload);
        return root.TryGetProperty("status", out var status) ? status.GetString()
            : root.TryGetProperty("type", out var type) ? type.GetString() : "";
    }
}
