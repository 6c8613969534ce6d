using System.Net;
using Microsoft.Extensions.Time.Testing;
using Sluice.Sandbox.Payments;

namespace Sluice.Sandbox.Tests.Payments;

public sealed class TransferTests : IAsyncLifetime
{
    private static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(100);

    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2024, 6, 1, 12, 0, 0, TimeSpan.Zero));
    private SandboxApp _app = null!;

    public async ValueTask InitializeAsync() =>
        _app = await SandboxApp.StartAsync(_clock, new PaymentsOptions { SettleDelay = Delay });

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task A_validated_transfer_is_processed_after_the_delay_and_becomes_a_payment()
    {
        var created = (await _app.PostAsync("/api/payments/transfer-initiations", PaymentsDriver.Transfer)).Require(HttpStatusCode.OK).Data;

        Assert.Equal(
            $$$"""{"id":"{{{created.Text("id")}}}","reference":"t-1","createdAt":"2024-06-01T12:00:00.000000Z","scheduledAt":"0001-01-01T00:00:00.000000Z","description":"rent","sourceAccountID":"","destinationAccountID":"{{{PaymentsDriver.Bank}}}","connectorID":"{{{PaymentsDriver.Connector}}}","provider":"DUMMY-PAY","type":"PAYOUT","amount":100,"initialAmount":100,"asset":"USD/2","status":"PROCESSING","error":"","metadata":{"k":"v"}}""",
            created.GetRawText());
        Assert.Equal(
            PaymentsDriver.Id("""{"ConnectorID":{"Provider":"dummypay","Reference":"00000000-0000-0000-0000-000000000001"},"Reference":"t-1"}"""),
            created.Text("id"));

        _clock.Advance(Delay);
        var processed = await _app.InitiationAsync(created.Text("id"), "PROCESSED");

        Assert.Equal(["PROCESSING", "PROCESSED"], processed.Statuses());
        var related = Assert.Single(processed.GetProperty("relatedPayments").EnumerateArray());
        var payment = Assert.Single(await _app.PaymentsAsync());
        Assert.Equal(
            $$$"""{"paymentID":"{{{payment.Text("id")}}}","createdAt":"2024-06-01T12:00:00.100000Z","status":"SUCCEEDED","error":""}""",
            related.GetRawText());
        Assert.Equal(
            $$$"""{"id":"{{{payment.Text("id")}}}","reference":"t-1","sourceAccountID":"","destinationAccountID":"{{{PaymentsDriver.Bank}}}","type":"PAYOUT","provider":"DUMMY-PAY","connectorID":"{{{PaymentsDriver.Connector}}}","status":"SUCCEEDED","amount":100,"initialAmount":100,"scheme":"other","asset":"USD/2","createdAt":"2024-06-01T12:00:00.100000Z","raw":{},"metadata":{"k":"v"},"adjustments":[{"reference":"t-1","createdAt":"2024-06-01T12:00:00.100000Z","status":"SUCCEEDED","amount":100,"raw":{}}]}""",
            payment.GetRawText());
    }

    [Fact]
    public async Task Nothing_settles_before_its_time()
    {
        var later = await _app.TransferAsync(("reference", "\"later\""), ("scheduledAt", "\"2024-06-01T13:00:00Z\""));
        var now = await _app.TransferAsync(("reference", "\"now\""));

        _clock.Advance(Delay);
        await _app.InitiationAsync(now, "PROCESSED");
        Assert.Equal("PROCESSING", (await _app.InitiationAsync(later)).Data.Text("status"));

        _clock.Advance(TimeSpan.FromHours(1));
        await _app.InitiationAsync(later, "PROCESSED");
    }

    [Fact]
    public async Task A_transfer_that_waits_for_validation_goes_ahead_when_it_is_validated()
    {
        var id = await _app.TransferAsync(("validated", "false"));
        Assert.Equal("WAITING_FOR_VALIDATION", (await _app.InitiationAsync(id)).Data.Text("status"));

        _clock.Advance(TimeSpan.FromDays(1));
        (await _app.ActAsync(id, "status", """{"status":"VALIDATED"}""")).Require(HttpStatusCode.NoContent);
        Assert.Equal("PROCESSING", (await _app.InitiationAsync(id)).Data.Text("status"));
        _clock.Advance(Delay);
        var processed = await _app.InitiationAsync(id, "PROCESSED");

        Assert.Equal(["WAITING_FOR_VALIDATION", "VALIDATED", "PROCESSING", "PROCESSED"], processed.Statuses());
        var ids = processed.GetProperty("relatedAdjustments").EnumerateArray().Select(adjustment => adjustment.Text("adjustmentID"));
        Assert.Equal(4, ids.Distinct().Count());
    }

    [Fact]
    public async Task A_rejected_transfer_stays_rejected()
    {
        var id = await _app.TransferAsync(("validated", "false"));

        (await _app.ActAsync(id, "status", """{"status":"REJECTED"}""")).Require(HttpStatusCode.NoContent);

        Assert.Equal(["WAITING_FOR_VALIDATION", "REJECTED"], (await _app.InitiationAsync(id, "REJECTED")).Statuses());
        (await _app.ActAsync(id, "status", """{"status":"VALIDATED"}""")).RequireError(HttpStatusCode.BadRequest, "VALIDATION");
        (await _app.ActAsync(id, "retry")).RequireError(HttpStatusCode.BadRequest, "VALIDATION");
        (await _app.SendAsync(HttpMethod.Delete, $"/api/payments/transfer-initiations/{id}")).RequireError(HttpStatusCode.BadRequest, "VALIDATION");
    }

    [Theory]
    [InlineData("reference", "must-fail")]
    [InlineData("description", "this will FAIL")]
    public async Task A_transfer_that_says_fail_fails_and_fails_again_when_it_is_retried(string field, string text)
    {
        var id = await _app.TransferAsync((field, PaymentsDriver.Quote(text)));
        _clock.Advance(Delay);
        var failed = await _app.InitiationAsync(id, "FAILED");

        Assert.Contains("\"fail\"", failed.Text("error"), StringComparison.Ordinal);
        Assert.Empty(failed.GetProperty("relatedPayments").EnumerateArray());

        (await _app.ActAsync(id, "retry")).Require(HttpStatusCode.NoContent);
        Assert.Equal("", (await _app.InitiationAsync(id, "PROCESSING")).Text("error"));
        _clock.Advance(Delay);
        Assert.Equal(["PROCESSING", "FAILED", "ASK_RETRIED", "PROCESSING", "FAILED"], (await _app.InitiationAsync(id, "FAILED")).Statuses());
        Assert.Empty(await _app.PaymentsAsync());
    }

    [Fact]
    public async Task A_transfer_that_says_fail_once_succeeds_when_it_is_retried()
    {
        var id = await _app.TransferAsync(("description", "\"fail-once\""));
        _clock.Advance(Delay);
        await _app.InitiationAsync(id, "FAILED");

        (await _app.ActAsync(id, "retry")).Require(HttpStatusCode.NoContent);
        _clock.Advance(Delay);
        await _app.InitiationAsync(id, "PROCESSED");

        Assert.Single(await _app.PaymentsAsync());
    }

    [Fact]
    public async Task A_transfer_can_be_retried_a_bounded_number_of_times()
    {
        var id = await _app.TransferAsync(("reference", "\"fail\""));
        var retries = 0;
        Answer answer;
        do
        {
            _clock.Advance(Delay);
            await _app.InitiationAsync(id, "FAILED");
            answer = await _app.ActAsync(id, "retry");
            retries++;
        }
        while (answer.Status == HttpStatusCode.NoContent);

        answer.RequireError(HttpStatusCode.BadRequest, "VALIDATION");
        Assert.InRange(retries, 90, 100);
    }

    [Fact]
    public async Task A_transfer_is_reversed_in_parts_until_nothing_is_left()
    {
        var id = await _app.TransferAsync();
        _clock.Advance(Delay);
        await _app.InitiationAsync(id, "PROCESSED");

        (await _app.ActAsync(id, "reverse", PaymentsDriver.With(PaymentsDriver.Reversal, ("amount", "30")))).Require(HttpStatusCode.NoContent);
        Assert.Equal("REVERSE_PROCESSING", (await _app.InitiationAsync(id)).Data.Text("status"));
        _clock.Advance(Delay);
        Assert.Equal(70, (await _app.InitiationAsync(id, "PARTIALLY_REVERSED")).GetProperty("amount").GetInt32());

        (await _app.ActAsync(id, "reverse", PaymentsDriver.With(PaymentsDriver.Reversal, ("amount", "30")))).RequireError(HttpStatusCode.BadRequest, "CONFLICT");
        (await _app.ActAsync(id, "reverse", PaymentsDriver.With(PaymentsDriver.Reversal, ("reference", "\"r-2\""), ("amount", "71")))).RequireError(HttpStatusCode.BadRequest, "VALIDATION");
        (await _app.ActAsync(id, "reverse", PaymentsDriver.With(PaymentsDriver.Reversal, ("reference", "\"r-2\""), ("amount", "70")))).Require(HttpStatusCode.NoContent);
        _clock.Advance(Delay);
        var reversed = await _app.InitiationAsync(id, "REVERSED");

        Assert.Equal(0, reversed.GetProperty("amount").GetInt32());
        Assert.Equal(100, reversed.GetProperty("initialAmount").GetInt32());
        Assert.Equal(
            ["PROCESSING", "PROCESSED", "ASK_REVERSED", "REVERSE_PROCESSING", "PARTIALLY_REVERSED", "ASK_REVERSED", "REVERSE_PROCESSING", "REVERSED"],
            reversed.Statuses());
        var payment = Assert.Single(await _app.PaymentsAsync());
        Assert.Equal("REFUNDED", payment.Text("status"));
        Assert.Equal(0, payment.GetProperty("amount").GetInt32());
        Assert.Equal([100, 30, 70], payment.GetProperty("adjustments").EnumerateArray().Select(each => each.GetProperty("amount").GetInt32()));
        (await _app.ActAsync(id, "reverse", PaymentsDriver.With(PaymentsDriver.Reversal, ("reference", "\"r-3\""), ("amount", "1")))).RequireError(HttpStatusCode.BadRequest, "VALIDATION");
    }

    [Fact]
    public async Task A_reversal_that_says_fail_fails_and_another_may_follow()
    {
        var id = await _app.TransferAsync();
        _clock.Advance(Delay);
        await _app.InitiationAsync(id, "PROCESSED");

        (await _app.ActAsync(id, "reverse", PaymentsDriver.With(PaymentsDriver.Reversal, ("description", "\"fail\"")))).Require(HttpStatusCode.NoContent);
        _clock.Advance(Delay);
        var failed = await _app.InitiationAsync(id, "REVERSE_FAILED");
        Assert.Equal(100, failed.GetProperty("amount").GetInt32());
        Assert.NotEmpty(failed.Text("error"));
        Assert.Equal("SUCCEEDED", Assert.Single(await _app.PaymentsAsync()).Text("status"));

        (await _app.ActAsync(id, "reverse", PaymentsDriver.With(PaymentsDriver.Reversal, ("reference", "\"r-2\"")))).Require(HttpStatusCode.NoContent);
        _clock.Advance(Delay);
        await _app.InitiationAsync(id, "REVERSED");
    }

    [Fact]
    public async Task A_transfer_that_waits_can_be_deleted_and_its_reference_used_again()
    {
        var id = await _app.TransferAsync(("validated", "false"));

        (await _app.SendAsync(HttpMethod.Delete, $"/api/payments/transfer-initiations/{id}")).Require(HttpStatusCode.NoContent);

        (await _app.InitiationAsync(id)).RequireError(HttpStatusCode.NotFound, "NOT_FOUND");
        Assert.Equal(id, await _app.TransferAsync(("validated", "false")));
    }

    [Fact]
    public async Task A_payment_recorded_under_the_transfers_reference_does_not_stop_it()
    {
        (await _app.PostAsync("/api/payments/payments", PaymentsDriver.With(PaymentsDriver.Payment, ("reference", "\"t-1\""), ("type", "\"PAYOUT\"")))).Require(HttpStatusCode.OK);
        var id = await _app.TransferAsync();

        _clock.Advance(Delay);
        await _app.InitiationAsync(id, "PROCESSED");

        Assert.Equal(["t-1", "t-1-2"], (await _app.PaymentsAsync()).Select(payment => payment.Text("reference")).Order());
    }

    [Fact]
    public async Task Transfers_with_one_reference_at_once_make_one()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => _app.PostAsync("/api/payments/transfer-initiations", PaymentsDriver.Transfer)));

        var made = Assert.Single(answers, answer => answer.Status == HttpStatusCode.OK);
        Assert.All(answers.Except([made]), answer => answer.RequireError(HttpStatusCode.BadRequest, "CONFLICT"));
        _clock.Advance(Delay);
        await _app.InitiationAsync(made.Data.Text("id"), "PROCESSED");
        Assert.Single(await _app.PaymentsAsync());
    }

    [Fact]
    public async Task Many_transfers_that_fall_due_together_are_all_settled_once()
    {
        var ids = await Task.WhenAll(Enumerable.Range(0, 250).Select(n => _app.TransferAsync(("reference", $"\"t-{n}\""))));

        _clock.Advance(Delay);
        foreach (var id in ids)
        {
            Assert.Equal(["PROCESSING", "PROCESSED"], (await _app.InitiationAsync(id, "PROCESSED")).Statuses());
        }

        var page = await _app.GetAsync("/api/payments/payments?pageSize=1000");
        Assert.Equal(250, page.Cursor.GetProperty("data").GetArrayLength());
    }
}
