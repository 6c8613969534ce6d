using Sluice.Runs;

namespace Sluice.EndToEnd.Tests.Cli;

/// <summary><c>sluice run</c> with wallets, holds and payments, in a process of its own.</summary>
public sealed class RunMoneyTests
{
    private const string Hold = """
        # wallet: grace=EUR/2:200
        stages:
          - hold:
              source: { wallet: { name: grace } }
              destination: { account: { id: shop } }
              amount: { asset: EUR/2, amount: 150 }
          - confirm_hold: { hold: "${hold}", amount: 20 }
        """;

    private const string Payout = """
        # var: validation=false
        stages:
          - send:
              source: { payment: { id: "${payin}" } }
              destination: { wallet: { name: ada } }
          - send:
              source: { wallet: { name: ada } }
              destination: { payment: { psp: dummypay, waitingValidation: "${validation}" } }
              amount: { asset: EUR/2, amount: 30 }
        """;

    [Fact]
    public async Task What_wallets_move_and_what_is_left_of_a_hold_are_shown()
    {
        using var directory = new TempDirectory();

        var (exitCode, output, error) = await SluiceProcess.RunAsync("run", directory.Write("flow.yaml", Hold));

        Assert.True(exitCode == ExitCodes.Ok, error);
        Assert.Contains("created wallet grace\ncredited wallet grace with EUR/2 200\n", error, StringComparison.Ordinal);
        Assert.Contains("stage 0 hold         started    EUR/2 150 wallet grace, for shop\n", error, StringComparison.Ordinal);
        Assert.Matches("stage 1 confirm_hold started    20 of hold [0-9a-f-]{36}\n", error);
        Assert.Matches("(?m)^wallets-002 +wallet grace +→ +hold …[0-9a-f]{12} +EUR/2 +150$", output);
        Assert.Matches("(?m)^wallets-002 +hold …[0-9a-f]{12} +→ +shop +EUR/2 +20$", output);
        Assert.Matches("(?m)^wallets-002 +shop +EUR/2 +0 +→ +20$", output);
        Assert.Matches("(?m)^grace +main +EUR/2 +200 +→ +50$", output);
        Assert.Matches("(?m)^[0-9a-f-]{36} +grace +EUR/2 +150 +130$", output);
    }

    [Fact]
    public async Task The_same_is_written_as_json()
    {
        using var directory = new TempDirectory();

        var (_, output, error) = await SluiceProcess.RunAsync("run", directory.Write("flow.yaml", Hold), "--output", "json");

        var outcome = new RunOutcome(output);
        Assert.True(outcome.Status == "succeeded", error);
        Assert.Contains(Expectation.Parse("wallet grace=EUR/2:50"), outcome.Facts);
        Assert.Contains(Expectation.Parse("hold grace=EUR/2:130"), outcome.Facts);
        Assert.Contains(Expectation.Parse("wallets-002/shop=EUR/2:20"), outcome.Facts);
        var (hold, confirmation) = (outcome.Items("walletMoves")[0], outcome.Items("walletMoves")[1]);
        Assert.Equal("grace", RunOutcome.Text(hold.GetProperty("source"), "wallet"));
        Assert.Equal(
            RunOutcome.Text(hold.GetProperty("destination"), "holdID"), RunOutcome.Text(confirmation.GetProperty("source"), "holdID"));
        Assert.Equal("shop", RunOutcome.Text(confirmation.GetProperty("destination"), "account"));
        Assert.Equal(20, RunOutcome.Amount(confirmation, "amount"));
        Assert.Equal("wallets-002", RunOutcome.Text(confirmation, "ledger"));
    }

    [Fact]
    public async Task A_hold_that_is_voided_because_the_instance_failed_shows_the_way_back()
    {
        var (exitCode, output, error) = await SluiceProcess.RunAsync(
            "run", "examples/deposit-with-hold.yaml", "--event", "never", "--var", "patience=1s");

        Assert.Equal(ExitCodes.Failed, exitCode);
        Assert.Contains("timeout waiting for event 'bike-returned'", error, StringComparison.Ordinal);
        Assert.Matches("(?m)^wallets-002 +hold …[0-9a-f]{12} +→ +wallet grace +EUR/2 +15000$", output);
        Assert.Matches("(?m)^grace +main +EUR/2 +20000 +→ +20000$", output);
        Assert.DoesNotContain("OPEN HOLD", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Options_prepare_wallets_payees_and_payments_as_the_head_does()
    {
        using var directory = new TempDirectory();

        var (exitCode, output, error) = await SluiceProcess.RunAsync(
            "run", directory.Write("flow.yaml", Payout), "--payment", "payin=EUR/2:70", "--payee", "wallet ada",
            "--wallet", "ada=EUR/2:5", "--wallet", "ada/savings");

        Assert.True(exitCode == ExitCodes.Ok, error);
        Assert.Contains("credited wallet ada with EUR/2 5\ncreated the balance savings of wallet ada\n", error, StringComparison.Ordinal);
        Assert.Contains("registered wallet ada as a payee\n", error, StringComparison.Ordinal);
        Assert.Matches("registered the payment payin-[0-9a-f]{8} of EUR/2 70 as payin\n", error);
        Assert.Matches("stage 0 send       started    payment payin-[0-9a-f]{8} → wallet ada\n", error);
        Assert.Matches("(?m)^orchestration-000-internal +1 +world +→ +payment:…payin-[0-9a-f]{8} +EUR/2 +70$", output);
        Assert.Matches("(?m)^ada +main +EUR/2 +5 +→ +45$", output);
        Assert.Matches("(?m)^transfer +ada-[0-9a-f]{8} +EUR/2 +30 +PROCESSED$", output);
    }

    [Fact]
    public async Task A_transfer_that_waits_for_a_person_is_not_waited_for()
    {
        using var directory = new TempDirectory();

        var (_, output, error) = await SluiceProcess.RunAsync(
            "run", directory.Write("flow.yaml", Payout), "--payment", "payin=EUR/2:70", "--payee", "wallet ada",
            "--var", "validation=true", "--output", "json");

        Assert.True(new RunOutcome(output).Facts.Contains(Expectation.Parse("transfer=EUR/2:30 WAITING_FOR_VALIDATION")), error);
    }

    [Fact]
    public async Task A_wallet_that_is_there_is_used_and_two_of_its_name_are_refused()
    {
        using var directory = new TempDirectory();
        await using var service = await ServeTests.StartAsync(Path.Combine(directory.Path, "data"));
        string[] run = ["run", directory.Write("flow.yaml", Hold), "--server", service.Url.AbsoluteUri];
        await SluiceProcess.RunAsync(run);

        var (exitCode, output, error) = await SluiceProcess.RunAsync(run);

        Assert.True(exitCode == ExitCodes.Ok, error);
        Assert.DoesNotContain("created wallet", error, StringComparison.Ordinal);
        Assert.Matches("(?m)^grace +main +EUR/2 +250 +→ +100$", output);
        using var http = new HttpClient { BaseAddress = service.Url };
        await new Client.WalletsClient(http).CreateWalletAsync("grace", TestContext.Current.CancellationToken);
        var (refused, _, reason) = await SluiceProcess.RunAsync(run);
        Assert.Equal(ExitCodes.Failed, refused);
        Assert.Contains("there are several wallets named 'grace'", reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_only_the_file_asks_for_is_not_put_into_a_stack_that_is_no_sandbox()
    {
        using var directory = new TempDirectory();
        await using var sandbox = await ServeTests.StartAsync(directory.Path, "sandbox");
        await using var service = await ServeTests.StartAsync(directory.Path, "serve", "--stack-url", sandbox.Url.AbsoluteUri);
        var wallet = directory.Write("wallet.yaml", "# wallet: ada=EUR/2:1\n# payee: wallet ada\nstages:\n  - noop: {}");
        var payment = directory.Write("payment.yaml", "# payment: payin=EUR/2:1\nstages:\n  - wait_event: { event: \"${payin}\" }");

        var skipped = await SluiceProcess.RunAsync("run", wallet, "--server", service.Url.AbsoluteUri);
        var refused = await SluiceProcess.RunAsync("run", payment, "--server", service.Url.AbsoluteUri);

        Assert.True(skipped.ExitCode == ExitCodes.Ok, skipped.Error);
        Assert.Contains("not a sandbox: wallet ada=EUR/2:1, payee wallet ada;", skipped.Error, StringComparison.Ordinal);
        using var http = new HttpClient { BaseAddress = sandbox.Url };
        Assert.Empty((await new Client.WalletsClient(http).FindWalletsAsync("ada", TestContext.Current.CancellationToken)).Data);
        Assert.Equal(ExitCodes.Usage, refused.ExitCode);
        Assert.Contains("--var payin=ID", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_policy_of_its_own_shows_in_the_attempts()
    {
        using var directory = new TempDirectory();
        var file = directory.Write("flow.yaml", """
            stages:
              - send:
                  source: { account: { id: alice } }
                  destination: { account: { id: bob } }
                  amount: { asset: USD/2, amount: 5 }
                  $retry: { maxAttempts: 2, initialInterval: 500ms }
            """);

        var (exitCode, _, error) = await SluiceProcess.RunAsync("run", file);

        Assert.Equal(ExitCodes.Failed, exitCode);
        Assert.Matches("retrying   .*insufficient fund.*; attempt 2 of 2 in ", error);
        Assert.Matches("(?m)^failed after .*insufficient fund", error);
    }
}
