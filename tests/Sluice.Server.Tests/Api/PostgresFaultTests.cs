using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using Npgsql;
using Sluice.Server.Hosting;
using Sluice.Server.Journal.Postgres;
using Sluice.Testing;

namespace Sluice.Server.Tests.Api;

/// <summary>
/// A server under load while its database fails: what was acknowledged is there afterwards and comes to its end, the server
/// recovers by itself, and meanwhile it says what is the matter instead of hanging.
/// </summary>
public sealed class PostgresFaultTests : IAsyncDisposable
{
    private const string Stages = """[{"delay":{"duration":"50ms"}},{"noop":{}}]""";
    private const int Clients = 8;
    private const int Connections = 40;

    // A caller waits for the database for ten seconds at most; the rest is for cores that are shared.
    private static readonly TimeSpan AnswersWithin = TimeSpan.FromSeconds(20);

    private readonly ConcurrentBag<string> _acknowledged = [];
    private readonly ConcurrentDictionary<HttpStatusCode, int> _answers = new();
    private PostgresServer? _postgres;
    private TcpRelay? _relay;
    private PostgresApiServer? _server;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private ApiClient Api => _server!.Client;

    [Fact]
    public async Task A_restart_of_the_database_is_survived()
    {
        await StartAsync(await PostgresServer.StartAsync());

        await UnderLoadAsync(
            async () =>
            {
                await _postgres!.StopAsync();
                await AssertIllAsync();
            },
            () => _postgres!.RunAsync());
    }

    [Fact]
    public async Task A_kill_of_the_database_is_survived()
    {
        await StartAsync(await PostgresServer.StartAsync());

        await UnderLoadAsync(
            async () =>
            {
                await _postgres!.KillAsync();
                await AssertIllAsync();
            },
            () => _postgres!.RunAsync());
    }

    [Fact]
    public async Task A_database_that_falls_silent_is_survived()
    {
        await StartAsync(await PostgresServer.StartAsync());

        await UnderLoadAsync(
            async () =>
            {
                _relay!.Hold();
                await AssertIllAsync();
            },
            () =>
            {
                _relay!.Release();
                return Task.CompletedTask;
            });
    }

    [Fact]
    public async Task Connections_that_break_again_and_again_are_survived()
    {
        await StartAsync(await PostgresServer.StartAsync());

        await UnderLoadAsync(
            async () =>
            {
                for (var cut = 0; cut < 60; cut++)
                {
                    _relay!.Cut();
                    await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(150)), TimeProvider.System, Cancellation);
                }
            },
            () => Task.CompletedTask);
    }

    [Fact]
    public async Task Connections_taken_by_others_are_survived()
    {
        await StartAsync(await PostgresServer.StartAsync());
        await _postgres!.StopAsync();
        await _postgres.RunAsync($"max_connections={Connections}");
        var others = new List<NpgsqlConnection>();

        await UnderLoadAsync(
            async () =>
            {
                await TakeAllConnectionsAsync(others);
                await AssertIllAsync();
            },
            async () =>
            {
                foreach (var connection in others)
                {
                    await connection.DisposeAsync();
                }
            });
    }

    [Fact]
    public async Task A_full_disk_of_the_database_is_survived()
    {
        await StartAsync(await PostgresServer.StartAsync(diskMebibytes: 160));
        IDisposable? ballast = null;

        await UnderLoadAsync(
            async () =>
            {
                ballast = _postgres!.FillDisk();
                await AssertIllAsync(readsToo: false);
            },
            async () =>
            {
                // A server that cannot write its log ends; its operator makes room and starts it again.
                ballast!.Dispose();
                await _postgres!.KillAsync();
                await _postgres.RunAsync();
            });
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        if (_relay is not null)
        {
            await _relay.DisposeAsync();
        }

        if (_postgres is not null)
        {
            await _postgres.DisposeAsync();
        }
    }

    private async Task StartAsync(PostgresServer postgres)
    {
        _postgres = postgres;
        _relay = new TcpRelay(postgres.Port);
        _server = new PostgresApiServer($"postgresql://sluice@127.0.0.1:{_relay.Port}/postgres");
        await _server.InitializeAsync();
    }

    private async Task UnderLoadAsync(Func<Task> fault, Func<Task> heal)
    {
        var workflow = await Api.CreateAsync(Stages);
        using var stop = new CancellationTokenSource();
        var clients = Enumerable.Range(0, Clients).Select(_ => Task.Run(() => StartInstancesAsync(workflow, stop.Token))).ToList();
        await UntilAcknowledgedAsync(50);

        await fault();
        await heal();

        await UntilAcknowledgedAsync(50);
        await stop.CancelAsync();
        await Task.WhenAll(clients);
        Assert.Equal(HttpStatusCode.OK, (await HealthAsync()).Status);
        foreach (var id in _acknowledged)
        {
            await Api.EventuallyAsync(
                $"v2/instances/{id}", answer => answer.Status == HttpStatusCode.OK && answer.Data.GetProperty("terminated").GetBoolean());
        }

        Assert.All(_answers.Keys, status => Assert.True(
            status is HttpStatusCode.Created or HttpStatusCode.ServiceUnavailable or HttpStatusCode.TooManyRequests, $"{status}"));
    }

    private async Task StartInstancesAsync(string workflow, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var answer = await Api.PostAsync($"v2/workflows/{workflow}/instances", "{}");
            _answers.AddOrUpdate(answer.Status, 1, (_, count) => count + 1);
            if (answer.Status == HttpStatusCode.Created)
            {
                _acknowledged.Add(answer.Data.GetProperty("id").GetString()!);
            }
        }
    }

    private async Task UntilAcknowledgedAsync(int more)
    {
        var enough = _acknowledged.Count + more;
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        deadline.CancelAfter(TimeSpan.FromSeconds(60));
        while (_acknowledged.Count < enough)
        {
            Assert.False(deadline.IsCancellationRequested, $"only {_acknowledged.Count} of {enough} starts were acknowledged");
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, Cancellation);
        }
    }

    /// <summary>Everything is answered in time, and the answers say that the store is ill.</summary>
    private async Task AssertIllAsync(bool readsToo = true)
    {
        var began = Stopwatch.GetTimestamp();
        (HttpStatusCode Status, string Text) health;
        while ((health = await HealthAsync()).Status == HttpStatusCode.OK)
        {
            Assert.True(Stopwatch.GetElapsedTime(began) < AnswersWithin, "the health check still says that all is well");
        }

        Assert.Equal(HttpStatusCode.InternalServerError, health.Status);
        Assert.Contains("database did not", health.Text, StringComparison.Ordinal);
        if (readsToo)
        {
            await Task.WhenAll(
                new[] { "v2/instances", $"v2/instances/{Guid.NewGuid()}/history", "v2/workflows", "v2/triggers" }.Select(AssertUnavailableAsync));
        }
    }

    private async Task AssertUnavailableAsync(string path)
    {
        var began = Stopwatch.GetTimestamp();
        var answer = await Api.GetAsync(path);
        var took = Stopwatch.GetElapsedTime(began);
        answer.IsError(HttpStatusCode.ServiceUnavailable, "INTERNAL", "the store is unavailable; try again");
        Assert.True(took < AnswersWithin, $"{path} was answered after {took}");
    }

    private async Task<(HttpStatusCode Status, string Text)> HealthAsync()
    {
        using var http = new HttpClient { BaseAddress = _server!.Address };
        using var response = await http.GetAsync(new Uri("_healthcheck", UriKind.Relative), Cancellation);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(Cancellation));
    }

    private async Task TakeAllConnectionsAsync(List<NpgsqlConnection> taken)
    {
        var settings = PostgresUri.Parse(_postgres!.Uri);
        settings.Pooling = false;
        settings.ApplicationName = "another";
        while (taken.Count < Connections)
        {
            var connection = new NpgsqlConnection(settings.ConnectionString);
            try
            {
                await connection.OpenAsync(Cancellation);
                taken.Add(connection);
            }
            catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.TooManyConnections)
            {
                await connection.DisposeAsync();
                await using var command = new NpgsqlCommand(
                    "SELECT pg_terminate_backend(pid, 1000) FROM pg_stat_activity WHERE application_name <> 'another' AND backend_type = 'client backend'",
                    taken[0]);
                await command.ExecuteNonQueryAsync(Cancellation);
            }
        }
    }

    private sealed class PostgresApiServer(string uri) : ApiServer
    {
        protected override SluiceOptions Options(string directory, Uri stack) => new()
        {
            DataDirectory = directory,
            StackUrl = stack,
            Postgres = new PostgresOptions { Uri = uri },
        };
    }
}
