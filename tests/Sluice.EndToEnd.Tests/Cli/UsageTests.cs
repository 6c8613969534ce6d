namespace Sluice.EndToEnd.Tests.Cli;

/// <summary>Whoever types something wrong is told so in one line, and nothing is done.</summary>
public sealed class UsageTests
{
    [Theory]
    [InlineData("'servee'", "servee")]
    [InlineData("--nope", "serve", "--nope")]
    [InlineData("'x' is not host:port", "serve", "--listen", "x")]
    [InlineData("'soon' is not a duration", "serve", "--grace-period", "soon")]
    [InlineData("'-1' is not a whole number", "serve", "--max-parallel-activities", "-1")]
    [InlineData("'slow' is not a duration", "sandbox", "--settle-delay", "slow")]
    [InlineData("--sandbox-require-token is for the sandbox", "serve", "--stack-url", "http://h", "--sandbox-require-token")]
    [InlineData("--worker=false needs --postgres-uri", "serve", "--worker=false")]
    [InlineData("--cluster-listen needs --postgres-uri", "serve", "--cluster-listen", "127.0.0.1:7000")]
    [InlineData("--cluster-listen beyond this machine needs --cluster-certificate",
        "serve", "--postgres-uri", "postgresql://h", "--cluster-listen", "192.0.2.1:7000")]
    [InlineData("needs --cluster-advertise", "serve", "--postgres-uri", "postgresql://h", "--cluster-listen", ":7000", "--cluster-insecure")]
    [InlineData("--cluster-certificate, --cluster-key and --cluster-authority go together",
        "serve", "--postgres-uri", "postgresql://h", "--cluster-certificate", "node.pem")]
    [InlineData("--cluster-advertise needs a port", "serve", "--postgres-uri", "postgresql://h", "--cluster-advertise", "127.0.0.1:0")]
    [InlineData("sluice worker needs --stack-url", "worker", "--postgres-uri", "postgresql://h")]
    [InlineData("sluice worker needs --postgres-uri", "worker", "--stack-url", "http://h")]
    [InlineData("--worker=false leaves sluice worker nothing to do", "worker", "--stack-url", "http://h", "--worker=false")]
    [InlineData("FILE", "run")]
    [InlineData("there is no file nowhere.yaml", "run", "nowhere.yaml")]
    [InlineData("cannot read", "run", "examples")]
    [InlineData("'amount' is not name=value", "run", "examples/ledger-to-ledger.yaml", "--var", "amount")]
    [InlineData("has no variable 'amuont'", "run", "examples/ledger-to-ledger.yaml", "--var", "amuont=1")]
    [InlineData("'alice' is not [ledger/]account=ASSET:amount", "run", "examples/ledger-to-ledger.yaml", "--fund", "alice")]
    [InlineData("is a negative amount", "run", "examples/ledger-to-ledger.yaml", "--fund", "alice=USD/2:-1")]
    [InlineData("is not wallet[/balance][=ASSET:amount]", "run", "examples/ledger-to-ledger.yaml", "--wallet", "bob=5")]
    [InlineData("is not [ledger/]account or wallet NAME", "run", "examples/ledger-to-ledger.yaml", "--payee", "a b")]
    [InlineData("is not variable=ASSET:amount", "run", "examples/ledger-to-ledger.yaml", "--payment", "payin")]
    [InlineData("has no variable 'payin'", "run", "examples/ledger-to-ledger.yaml", "--payment", "payin=EUR/2:1")]
    [InlineData("'here' is not a URL", "run", "examples/ledger-to-ledger.yaml", "--server", "here")]
    [InlineData("--data is for runs in this process", "run", "examples/ledger-to-ledger.yaml", "--server", "http://h", "--data", "d")]
    [InlineData("--stack-url goes with --server", "run", "examples/ledger-to-ledger.yaml", "--stack-url", "http://h")]
    [InlineData("xml", "run", "examples/ledger-to-ledger.yaml", "--output", "xml")]
    public async Task A_bad_command_line_is_refused(string expected, params string[] arguments)
    {
        var (exitCode, output, error) = await SluiceProcess.RunAsync(arguments);

        Assert.Empty(output);
        Assert.Contains(expected, Assert.Single(error.Trim().Split('\n')), StringComparison.OrdinalIgnoreCase);
        Assert.Equal(ExitCodes.Usage, exitCode);
    }

    [Theory]
    [InlineData("flow.yaml", "stages: [", "yaml")]
    [InlineData("flow.json", "{", "json")]
    [InlineData("flow.yaml", "stages:\n  - fly: {}", "fly")]
    [InlineData("flow.yaml", "stages:\n  - delay: { duration: tomorrow }", "tomorrow")]
    [InlineData("flow.yaml", "# fund: nothing\nstages: []", "line 1: 'nothing'")]
    [InlineData("flow.yaml", "# Pays.\n# wallet: bob=5\nstages: []", "line 2: 'bob=5'")]
    [InlineData("flow.yaml", "# Pays.\n# expect: wallet bob\nstages: []", "line 2: 'bob'")]
    [InlineData("flow.yaml", "# expect:\nstages: []", "line 1")]
    [InlineData("flow.yaml", "stages:\n  - wait_event: { event: \"${what}\" }", "--var what=")]
    public async Task A_bad_file_is_refused(string name, string text, string expected)
    {
        using var directory = new TempDirectory();

        var (exitCode, output, error) = await SluiceProcess.RunAsync("run", directory.Write(name, text));

        Assert.Empty(output);
        Assert.Contains(expected, error, StringComparison.OrdinalIgnoreCase);
        Assert.StartsWith("sluice: ", error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Usage, exitCode);
    }

    [Fact]
    public async Task A_server_that_does_not_answer_is_named()
    {
        var (exitCode, output, error) = await SluiceProcess.RunAsync(
            "run", "examples/ledger-to-ledger.yaml", "--server", "http://127.0.0.1:1");

        Assert.Empty(output);
        Assert.StartsWith("sluice: no answer from http://127.0.0.1:1", Assert.Single(error.Trim().Split('\n')), StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Failed, exitCode);
    }

    [Fact]
    public async Task The_version_is_all_that_version_prints()
    {
        var (exitCode, output, error) = await SluiceProcess.RunAsync("version");

        Assert.Matches("^[0-9]+\\.[0-9]+\\.[0-9]+\\s*$", output);
        Assert.Empty(error);
        Assert.Equal(ExitCodes.Ok, exitCode);
    }

    [Fact]
    public async Task Without_a_command_the_help_is_shown()
    {
        var (exitCode, output, _) = await SluiceProcess.RunAsync();

        Assert.Contains("serve", output, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Ok, exitCode);
    }
}
