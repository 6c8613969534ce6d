using System.Net.Sockets;
using Sluice.Client;

namespace Sluice.EndToEnd.Tests.Cli;

/// <summary>The serving commands as processes.</summary>
public sealed class ServeTests
{
    [Fact]
    public async Task Serve_prints_the_port_it_got_and_drains_on_SIGTERM()
    {
        using var directory = new TempDirectory();
        await using var service = await StartAsync(directory.Path);

        var info = await service.Client.GetInfoAsync(TestContext.Current.CancellationToken);

        Assert.NotEmpty(info.Version);
        await service.Process.SignalAsync("TERM");
        Assert.Equal(ExitCodes.Ok, await service.Process.EndAsync());
        Assert.DoesNotContain("Exception", service.Process.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_on_a_server_is_funded_when_its_stack_is_a_sandbox()
    {
        using var directory = new TempDirectory();
        await using var service = await StartAsync(directory.Path);
        var example = Path.Combine(Repository.Examples, "ledger-to-ledger.yaml");

        var (exitCode, output, error) = await SluiceProcess.RunAsync("run", example, "--server", service.Url.AbsoluteUri);

        Assert.True(exitCode == ExitCodes.Ok, error);
        Assert.Contains("savings  users:alice  USD/2       0  →   2500", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_service_moves_money_in_the_stack_it_is_pointed_at()
    {
        using var directory = new TempDirectory();
        await using var sandbox = await StartAsync(directory.Path, "sandbox");
        await using var service = await StartAsync(directory.Path, "serve", "--stack-url", sandbox.Url.AbsoluteUri);
        var example = Path.Combine(Repository.Examples, "ledger-to-ledger.yaml");

        var (exitCode, _, error) = await SluiceProcess.RunAsync(
            "run", example, "--server", service.Url.AbsoluteUri, "--stack-url", sandbox.Url.AbsoluteUri);

        Assert.True(exitCode == ExitCodes.Ok, error);
        var alice = await sandbox.Ledgers.GetAccountAsync("savings", "users:alice", TestContext.Current.CancellationToken);
        Assert.Equal(2500, alice!.BalanceOf("USD/2"));
    }

    [Theory]
    [InlineData("serve")]
    [InlineData("sandbox")]
    public async Task The_sandbox_serves_the_whole_stack_and_says_where(string command)
    {
        using var directory = new TempDirectory();
        await using var stack = await StartAsync(directory.Path, command);
        using var http = new HttpClient { BaseAddress = stack.Url };

        Assert.Contains($"{stack.Url.AbsoluteUri}api", stack.Process.Output, StringComparison.Ordinal);
        foreach (var service in new[] { "ledger", "wallets", "payments" })
        {
            using var answer = await http.GetAsync(new Uri($"/api/{service}/_info", UriKind.Relative), TestContext.Current.CancellationToken);

            Assert.True(answer.IsSuccessStatusCode, $"{service}: {answer.StatusCode}");
        }
    }

    [Fact]
    public async Task A_run_whose_ledgers_are_elsewhere_is_not_funded_and_shows_its_postings_without_balances()
    {
        using var directory = new TempDirectory();
        await using var sandbox = await StartAsync(directory.Path, "sandbox");
        await using var service = await StartAsync(directory.Path, "serve", "--stack-url", sandbox.Url.AbsoluteUri);
        var file = directory.Write("flow.yaml", """
            # fund: elsewhere=USD/2:7
            stages:
              - send:
                  source: { account: { id: world } }
                  destination: { account: { id: bob } }
                  amount: { asset: USD/2, amount: 5 }
            """);

        var (exitCode, output, error) = await SluiceProcess.RunAsync("run", file, "--server", service.Url.AbsoluteUri);

        Assert.True(exitCode == ExitCodes.Ok, error);
        Assert.Contains("not prepared", error, StringComparison.Ordinal);
        Assert.Contains("balances are not shown", error, StringComparison.Ordinal);
        Assert.Equal("default   1  world   →  bob          USD/2       5", output.Trim().Split('\n')[^1]);
    }

    [Fact]
    public async Task A_service_goes_on_serving_for_its_grace_period_and_a_second_signal_ends_it_at_once()
    {
        using var directory = new TempDirectory();
        await using var service = await StartAsync(directory.Path, "serve", "--grace-period", "1h");

        await service.Process.SignalAsync("INT");
        var info = await service.Client.GetInfoAsync(TestContext.Current.CancellationToken);
        await service.Process.SignalAsync("INT");

        Assert.NotEmpty(info.Version);
        Assert.Equal(ExitCodes.Interrupted, await service.Process.EndAsync());
    }

    [Theory]
    [InlineData("serve")]
    [InlineData("sandbox")]
    public async Task A_data_directory_is_used_by_one_process_at_a_time(string command)
    {
        using var directory = new TempDirectory();
        await using var service = await StartAsync(directory.Path);

        var (exitCode, output, error) = await SluiceProcess.RunAsync(command, "--listen", "127.0.0.1:0", "--data", directory.Path);

        AssertOneLine(ExitCodes.Failed, "in use by another process", exitCode, output, error);
    }

    [Fact]
    public async Task The_store_of_a_service_with_another_stack_is_used_by_one_process_at_a_time()
    {
        using var directory = new TempDirectory();
        string[] elsewhere = ["--stack-url", "http://127.0.0.1:1"];
        await using var service = await StartAsync(directory.Path, "serve", elsewhere);

        var (exitCode, output, error) = await SluiceProcess.RunAsync(
            ["serve", "--listen", "127.0.0.1:0", "--data", directory.Path, .. elsewhere]);

        AssertOneLine(ExitCodes.Failed, "in use by another process", exitCode, output, error);
    }

    [Fact]
    public async Task A_port_in_use_ends_the_command_with_one_line()
    {
        using var directory = new TempDirectory();
        using var taken = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        taken.Bind(new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, 0));
        taken.Listen();

        var (exitCode, output, error) = await SluiceProcess.RunAsync(
            "serve", "--listen", $"{taken.LocalEndPoint}", "--data", directory.Path);

        AssertOneLine(ExitCodes.Failed, "the port is in use", exitCode, output, error);
    }

    [Fact]
    public async Task A_data_directory_that_cannot_be_made_ends_the_command_with_one_line()
    {
        using var directory = new TempDirectory();
        var file = directory.Write("file", "");

        var (exitCode, output, error) = await SluiceProcess.RunAsync(
            "serve", "--listen", "127.0.0.1:0", "--data", Path.Combine(file, "data"));

        AssertOneLine(ExitCodes.Failed, "cannot use the data directory", exitCode, output, error);
    }

    [Fact]
    public async Task A_damaged_store_ends_the_command_with_one_line()
    {
        using var directory = new TempDirectory();
        directory.Write("sluice.db", new string('x', 8192));

        var (exitCode, output, error) = await SluiceProcess.RunAsync("serve", "--listen", "127.0.0.1:0", "--data", directory.Path);

        AssertOneLine(ExitCodes.Failed, "cannot start", exitCode, output, error);
    }

    [Theory]
    [InlineData("--postgres-aws-enable-iam")]
    [InlineData("--auth-enabled")]
    [InlineData("--audit-enabled")]
    [InlineData("--publisher-sns-enabled")]
    [InlineData("--subscriber-sqs-enabled")]
    public async Task What_this_version_would_silently_not_do_is_refused(string argument)
    {
        var (exitCode, output, error) = await SluiceProcess.RunAsync("serve", "--listen", "127.0.0.1:0", argument);

        AssertOneLine(ExitCodes.Usage, $"{argument} is not supported by this version yet", exitCode, output, error);
    }

    [Theory]
    [InlineData("'orchestration' is not a URL", "--publisher-http-enabled")]
    [InlineData("'acme' is not a URL", "--publisher-http-enabled", "--publisher-nats-enabled", "--publisher-topic-mapping", "*:acme")]
    [InlineData("'acme' is not a pair", "--publisher-nats-enabled", "--publisher-topic-mapping", "acme")]
    [InlineData("'http://nats' is not a URL", "--publisher-nats-enabled", "--publisher-nats-url", "http://nats")]
    [InlineData("'-2' is not a whole number", "--publisher-nats-enabled", "--publisher-nats-max-reconnect", "-2")]
    [InlineData("'soon' is not a duration", "--publisher-nats-enabled", "--publisher-nats-reconnect-wait", "soon")]
    [InlineData("'kafka' is not a broker", "--publisher-kafka-enabled", "--publisher-kafka-broker", "kafka")]
    [InlineData("'ldap' is not one of PLAIN", "--publisher-kafka-enabled", "--publisher-kafka-sasl-mechanism", "ldap")]
    [InlineData("'128' is neither 256 nor 512", "--publisher-kafka-enabled", "--publisher-kafka-sasl-scram-sha-size", "128")]
    [InlineData("needs --publisher-kafka-sasl-username", "--publisher-kafka-enabled", "--publisher-kafka-sasl-enabled")]
    [InlineData("-iam-enabled is not supported: use --publisher-kafka-sasl-enabled", "--publisher-kafka-enabled", "--publisher-kafka-sasl-iam-enabled")]
    [InlineData("--topics needs a broker to consume from", "--topics", "payments")]
    [InlineData("--topics needs a broker to consume from", "--topics", "payments", "--publisher-http-enabled", "--publisher-topic-mapping", "*:http://bus")]
    [InlineData("'udp' is neither grpc nor http", "--otel-metrics-exporter-otlp-mode", "udp")]
    [InlineData("'0s' is not from 1ms to 596h", "--otel-metrics-exporter-push-interval", "0s")]
    [InlineData("'ftp://c' is not a URL", "--otel-metrics-exporter", "otlp", "--otel-metrics-exporter-otlp-endpoint", "ftp://c")]
    [InlineData("'a' is not name=value", "--otel-resource-attributes", "a")]
    [InlineData("'a b' is not a topic of Kafka", "--publisher-kafka-enabled", "--publisher-topic-mapping", "*:a b")]
    public async Task What_nothing_can_be_told_to_is_refused(string complaint, params string[] arguments)
    {
        var (exitCode, _, error) = await SluiceProcess.RunAsync(["serve", "--listen", "127.0.0.1:0", .. arguments]);

        Assert.Equal(ExitCodes.Usage, exitCode);
        Assert.Contains(complaint, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_id_without_its_secret_is_refused()
    {
        var (exitCode, output, error) = await SluiceProcess.RunAsync("serve", "--listen", "127.0.0.1:0", "--stack-client-id", "flows");

        AssertOneLine(ExitCodes.Usage, "--stack-client-id needs --stack-client-secret", exitCode, output, error);
    }

    [Fact]
    public async Task The_secret_of_the_stacks_client_is_never_shown()
    {
        using var directory = new TempDirectory();
        await using var service = SluiceProcess.Start(
            ["serve", "--data", directory.Path, "--debug"],
            ("LISTEN", "127.0.0.1:0"), ("STACK_CLIENT_ID", "flows"), ("STACK_CLIENT_SECRET", "hush-hush"));

        await service.SeeAsync(each => each.Output.Contains("try ", StringComparison.Ordinal) ? "" : null);

        Assert.DoesNotContain("hush", service.Output + service.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("STACK_CLIENT", service.Output + service.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("--stack-client", service.Output + service.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Settings_without_effect_are_noticed_in_one_line()
    {
        using var directory = new TempDirectory();
        await using var service = SluiceProcess.Start(
            ["serve", "--data", directory.Path, "--licence-token", "t"],
            ("LISTEN", "127.0.0.1:0"),
            ("TEMPORAL_ADDRESS", "temporal:7233"),
            ("OTEL_METRICS_EXPORTER", "stdout"));

        await service.SeeAsync(each => each.Output.Contains("try ", StringComparison.Ordinal) ? "" : null);

        var notice = Assert.Single(service.Error.Split('\n'), line => line.Contains("without effect", StringComparison.Ordinal));
        Assert.Contains("--licence-token", notice, StringComparison.Ordinal);
        Assert.Contains("--temporal-address", notice, StringComparison.Ordinal);
        Assert.Contains("--otel-metrics-exporter", notice, StringComparison.Ordinal);
    }

    internal static async Task<Service> StartAsync(string data, string command = "serve", params string[] arguments)
    {
        var process = SluiceProcess.Start([command, "--listen", "127.0.0.1:0", "--data", data, .. arguments]);
        try
        {
            var url = await process.SeeAsync(each => each.Output.Contains("try ", StringComparison.Ordinal) ? UrlIn(each.Output) : null);
            return new Service(process, new Uri(url));
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    private static string UrlIn(string output) =>
        new Uri(output.Split('\n')[1].Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]).GetLeftPart(UriPartial.Authority);

    private static void AssertOneLine(int expectedCode, string expected, int exitCode, string output, string error)
    {
        Assert.Empty(output);
        Assert.Contains(expected, Assert.Single(error.Trim().Split('\n')), StringComparison.Ordinal);
        Assert.Equal(expectedCode, exitCode);
    }

    /// <summary>A process that serves.</summary>
    internal sealed class Service(SluiceProcess process, Uri url) : IAsyncDisposable
    {
        private readonly HttpClient _http = new() { BaseAddress = url };

        public SluiceProcess Process => process;

        public Uri Url => url;

        public SluiceClient Client => new(_http);

        public LedgerClient Ledgers => new(_http);

        public async Task SeeEndAsync(string instanceId)
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
            while (!(await Client.GetInstanceAsync(instanceId, limit.Token)).Terminated)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, limit.Token);
            }
        }

        public async ValueTask DisposeAsync()
        {
            _http.Dispose();
            await process.DisposeAsync();
        }
    }
}
