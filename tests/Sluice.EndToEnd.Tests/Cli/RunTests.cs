namespace Sluice.EndToEnd.Tests.Cli;

/// <summary><c>sluice run</c> in a process of its own, with the whole service inside.</summary>
public sealed class RunTests
{
    private const string TwoSteps = """
        # fund: alice=USD/2:100
        # var: amount=60
        name: two-steps
        stages:
          - send:
              source: { account: { id: alice } }
              destination: { account: { id: "${to}" } }
              amount: { asset: USD/2, amount: "${amount}" }
          - wait_event: { event: go }
        """;

    [Fact]
    public async Task Results_go_to_standard_output_and_the_story_to_standard_error()
    {
        using var directory = new TempDirectory();
        var file = directory.Write("flow.yaml", TwoSteps);

        var (exitCode, output, error) = await SluiceProcess.RunAsync("run", file, "--var", "to=bob", "--event", "go");

        Assert.Equal(ExitCodes.Ok, exitCode);
        Assert.Equal(
            """
            LEDGER   TX  SOURCE     DESTINATION  ASSET  AMOUNT
            default   2  alice   →  bob          USD/2      60

            LEDGER   ACCOUNT  ASSET  BEFORE     AFTER
            default  alice    USD/2     100  →     40
            default  bob      USD/2       0  →     60

            """,
            output);
        var story = error.Split('\n');
        Assert.Equal("funded default/alice with USD/2 100", story[0]);
        Assert.Matches($"^running .*flow.yaml in this process, nothing is kept: instance [0-9a-f-]{{36}}$", story[1]);
        Assert.Equal("stage 0 send       started    USD/2 60 default/alice → default/bob", story[2]);
        Assert.Matches("^stage 0 send       succeeded  in [0-9.]+s$", story[3]);
        Assert.Equal("stage 1 wait_event started    event 'go'", story[4]);
        Assert.Equal("stage 1 wait_event posted     the event, as asked for", story[5]);
        Assert.Matches("^stage 1 wait_event succeeded  in [0-9.]+s$", story[6]);
        Assert.Matches("^succeeded in [0-9.]+s$", story[^2]);
    }

    [Fact]
    public async Task An_instance_that_fails_says_why_and_ends_with_code_1()
    {
        using var directory = new TempDirectory();
        var file = directory.Write("flow.yaml", TwoSteps);

        var (exitCode, output, error) = await SluiceProcess.RunAsync("run", file, "--var", "to=not an account", "--output", "json");

        Assert.Equal(ExitCodes.Failed, exitCode);
        Assert.Contains("\"status\": \"failed\"", output, StringComparison.Ordinal);
        Assert.Matches("stage 0 send       failed     after .+s: .+", error);
        Assert.Matches("(?m)^failed after .+s: .+$", error);
    }

    [Fact]
    public async Task An_instance_that_does_not_end_in_time_ends_with_code_1_and_says_where_it_is()
    {
        using var directory = new TempDirectory();
        var file = directory.Write("flow.yaml", TwoSteps);

        var (exitCode, _, error) = await SluiceProcess.RunAsync("run", file, "--var", "to=bob", "--timeout", "1s", "--event", "other");

        Assert.Equal(ExitCodes.Failed, exitCode);
        Assert.Matches("stage 1 wait_event waiting    post the event with: curl -X POST -d '{\"name\":\"go\"}' http://", error);
        Assert.Matches("out of time: instance [0-9a-f-]{36} is in stage 1 \\(wait_event\\)", error);
    }

    [Fact]
    public async Task Even_no_time_at_all_ends_in_an_orderly_way()
    {
        using var directory = new TempDirectory();
        var file = directory.Write("flow.yaml", TwoSteps);

        var (exitCode, _, error) = await SluiceProcess.RunAsync("run", file, "--var", "to=bob", "--timeout", "0s");

        Assert.Equal(ExitCodes.Failed, exitCode);
        Assert.Contains("out of time", error, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_send_without_the_funds_shows_its_attempts()
    {
        using var directory = new TempDirectory();
        var file = directory.Write("flow.yaml", TwoSteps);

        var (exitCode, output, error) = await SluiceProcess.RunAsync(
            "run", file, "--var", "to=bob", "--var", "amount=101", "--timeout", "2s");

        Assert.Equal(ExitCodes.Failed, exitCode);
        Assert.Matches("stage 0 send       retrying   .*insufficient fund.*; attempt [23] in .*s", error);
        Assert.Equal("no postings were made", output.Trim());
    }

    [Fact]
    public async Task Ctrl_C_stops_cleanly_and_a_service_goes_on_with_what_was_kept()
    {
        using var directory = new TempDirectory();
        var file = directory.Write("flow.yaml", TwoSteps);
        var data = Path.Combine(directory.Path, "data");
        await using var run = SluiceProcess.Start(["run", file, "--var", "to=bob", "--data", data]);
        await run.SeeAsync(each => each.Error.Contains("waiting", StringComparison.Ordinal) ? "" : null);

        await run.SignalAsync("INT");

        Assert.Equal(ExitCodes.Interrupted, await run.EndAsync());
        Assert.Contains($"it goes on with: sluice serve --data {data}", run.Error, StringComparison.Ordinal);
        Assert.Contains("default  bob      USD/2       0  →     60", run.Output, StringComparison.Ordinal);
        var instanceId = run.Error.Split("instance ")[1][..36];
        await using var service = await ServeTests.StartAsync(data);
        await service.Client.PostEventAsync(instanceId, "go", TestContext.Current.CancellationToken);
        await service.SeeEndAsync(instanceId);
        var bob = await service.Ledgers.GetAccountAsync("default", "bob", TestContext.Current.CancellationToken);
        Assert.Equal(60, bob!.BalanceOf("USD/2"));
    }

    [Fact]
    public async Task A_run_leaves_nothing_behind()
    {
        using var directory = new TempDirectory();
        var file = directory.Write("flow.json", """{"name":"nothing","stages":[{"noop":{}}]}""");
        await using var run = SluiceProcess.Start(["run", file], ("TMPDIR", directory.Path));

        Assert.Equal(ExitCodes.Ok, await run.EndAsync());

        Assert.DoesNotContain(Directory.GetDirectories(directory.Path), path => path.Contains("sluice-run", StringComparison.Ordinal));
    }
}
