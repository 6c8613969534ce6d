using Microsoft.Extensions.Time.Testing;
using Sluice.Sandbox.Payments;

namespace Sluice.Sandbox.Tests.Payments;

public sealed class SettlementRestartTests
{
    private static readonly TimeSpan Delay = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task A_transfer_that_fell_due_during_downtime_settles_once_after_the_restart()
    {
        var clock = new FakeTimeProvider();
        await using var app = await SandboxApp.StartAsync(clock, new PaymentsOptions { SettleDelay = Delay });
        var id = await app.TransferAsync();
        await app.StopAsync();
        clock.Advance(Delay);

        await app.StartAgainAsync();
        await app.InitiationAsync(id, "PROCESSED");
        await app.RestartAsync();

        Assert.Equal(["PROCESSING", "PROCESSED"], (await app.InitiationAsync(id)).Data.Statuses());
        Assert.Single(await app.PaymentsAsync());
        Assert.Single(app.Events, each => each.Type == "SAVED_PAYMENT");
    }

    [Fact]
    public async Task A_transfer_keeps_its_time_over_a_restart()
    {
        var clock = new FakeTimeProvider();
        await using var app = await SandboxApp.StartAsync(clock, new PaymentsOptions { SettleDelay = Delay });
        var early = await app.TransferAsync(("reference", "\"early\""));
        clock.Advance(Delay / 2);
        var late = await app.TransferAsync(("reference", "\"late\""));

        await app.RestartAsync();
        clock.Advance(Delay / 2);
        await app.InitiationAsync(early, "PROCESSED");
        Assert.Equal("PROCESSING", (await app.InitiationAsync(late)).Data.Text("status"));

        clock.Advance(Delay / 2);
        await app.InitiationAsync(late, "PROCESSED");
    }

    [Fact]
    public async Task Everything_is_there_after_a_restart()
    {
        var clock = new FakeTimeProvider();
        await using var app = await SandboxApp.StartAsync(clock, new PaymentsOptions { SettleDelay = Delay });
        await app.PostAsync("/api/payments/accounts", PaymentsDriver.Account);
        await app.PostAsync("/api/payments/payments", PaymentsDriver.With(PaymentsDriver.Payment, ("amount", "1000000000000000000000000000001")));
        await app.PostAsync("/api/payments/connectors/stripe", """{"name":"cards"}""");
        var id = await app.TransferAsync(("validated", "false"));
        string[] paths =
        [
            "/api/payments/connectors", "/api/payments/accounts", "/api/payments/payments", "/api/payments/transfer-initiations",
            $"/api/payments/transfer-initiations/{id}",
        ];
        var before = await Task.WhenAll(paths.Select(app.GetAsync));

        await app.RestartAsync();

        var after = await Task.WhenAll(paths.Select(app.GetAsync));
        Assert.Equal(before.Select(answer => answer.Body), after.Select(answer => answer.Body));
        Assert.Contains("1000000000000000000000000000001", after[2].Body, StringComparison.Ordinal);
    }
}
