using System.Net.Http.Json;
using System.Text.Json;
using Sluice.Testing;
using Running = Sluice.Testing.SluiceProcess;

namespace Sluice.EndToEnd.Tests.Cli;

/// <summary>The real program on a real PostgreSQL.</summary>
public class PostgresTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Migrate_says_what_it_applied_and_then_that_there_is_nothing_to_do()
    {
        await using var postgres = await PostgresServer.StartAsync();

        var first = await SluiceProcess.RunAsync("migrate", "--postgres-uri", postgres.Uri);
        var second = await SluiceProcess.RunAsync("migrate", "--postgres-uri", postgres.Uri);

        Assert.Equal(ExitCodes.Ok, first.ExitCode);
        Assert.StartsWith("applied 0001_create.sql", first.Output, StringComparison.Ordinal);
        Assert.Equal((ExitCodes.Ok, "nothing to migrate"), (second.ExitCode, second.Output.Trim()));
    }

    [Fact]
    public async Task Migrate_needs_a_database()
    {
        var (exitCode, _, error) = await SluiceProcess.RunAsync("migrate");

        Assert.Equal(ExitCodes.Usage, exitCode);
        Assert.Contains("missing postgres uri", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_was_killed_finds_its_instances_in_the_database_and_the_play_money_in_its_directory()
    {
        await using var postgres = await PostgresServer.StartAsync();
        using var data = new TempDirectory();
        using var http = new HttpClient();
        string[] arguments = ["serve", "--listen", "127.0.0.1:0", "--data", data.Path, "--postgres-uri", postgres.Uri, "--metrics"];
        string instance;
        await using (var killed = Running.Start(arguments))
        {
            var address = await killed.Address.WaitAsync(Cancellation);
            using var created = await http.PostAsJsonAsync(
                new Uri(address, "v2/workflows"), JsonElement.Parse("""{"name":"w","stages":[{"wait_event":{"event":"go"}}]}"""), Cancellation);
            var workflow = (await created.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).GetProperty("data").GetProperty("id").GetString();
            using var started = await http.PostAsJsonAsync(new Uri(address, $"v2/workflows/{workflow}/instances"), new { }, Cancellation);
            instance = (await started.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).GetProperty("data").GetProperty("id").GetString()!;
            await killed.KillAsync();
        }

        await using var server = Running.Start(arguments);
        var again = await server.Address.WaitAsync(Cancellation);
        var found = await http.GetFromJsonAsync<JsonElement>(new Uri(again, $"v2/instances/{instance}"), Cancellation);
        using var posted = await http.PostAsJsonAsync(new Uri(again, $"v2/instances/{instance}/events"), new { name = "go" }, Cancellation);

        Assert.True(posted.IsSuccessStatusCode);
        Assert.Contains("sluice_journal_commit_writes_sum", await http.GetStringAsync(new Uri(again, "metrics"), Cancellation), StringComparison.Ordinal);
        Assert.False(found.GetProperty("data").GetProperty("terminated").GetBoolean());
        Assert.False(File.Exists(Path.Combine(data.Path, "sluice.db")));
        Assert.Contains("PostgreSQL, database postgres at 127.0.0.1", server.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_starts_before_its_database_waits_for_it()
    {
        await using var postgres = await PostgresServer.StartAsync();
        using var data = new TempDirectory();
        await postgres.StopAsync();
        await using var server = Running.Start("serve", "--listen", "127.0.0.1:0", "--data", data.Path, "--postgres-uri", postgres.Uri);
        while (!server.Output.Contains("Waiting for the database", StringComparison.Ordinal))
        {
            Assert.False(server.HasExited, server.Output);
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, Cancellation);
        }

        await postgres.RunAsync();

        await server.Address.WaitAsync(Cancellation);
    }

    [Fact]
    public async Task A_server_that_its_database_refuses_ends_at_once()
    {
        await using var postgres = await PostgresServer.StartAsync();
        using var data = new TempDirectory();
        var uri = new UriBuilder(postgres.Uri) { UserName = "nobody" }.Uri.AbsoluteUri;

        var (exitCode, _, error) = await SluiceProcess.RunAsync("serve", "--listen", "127.0.0.1:0", "--data", data.Path, "--postgres-uri", uri);

        Assert.Equal(ExitCodes.Failed, exitCode);
        Assert.Contains("cannot start: the database", error, StringComparison.Ordinal);
        Assert.DoesNotContain("Waiting", error, StringComparison.Ordinal);
    }
}
