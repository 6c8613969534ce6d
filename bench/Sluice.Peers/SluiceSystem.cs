using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Sluice.Bench;
using Sluice.Testing;

namespace Sluice.Peers;

/// <summary>Sluice as one process, on SQLite or on a PostgreSQL of its own.</summary>
internal sealed class SluiceSystem : ISystemUnderTest
{
    private const string Send =
        """{"send":{"source":{"account":{"id":"world","ledger":"bench"}},"destination":{"account":{"id":"users:1","ledger":"bench"}},"amount":{"amount":100,"asset":"USD/2"}}}""";

    private readonly TemporaryDirectory _data;
    private readonly SluiceProcess _process;
    private readonly PostgresServer? _database;
    private long _sleepers;

    private SluiceSystem(TemporaryDirectory data, SluiceProcess process, PostgresServer? database, Uri address)
    {
        _data = data;
        _process = process;
        _database = database;
        Address = address;
    }

    public Uri Address { get; }

    public IReadOnlyList<int> Processes => _database is null ? [_process.Id] : [_process.Id, _database.ProcessId];

    public IReadOnlyList<string> Data => _database is null ? [_data.Path] : [_data.Path, _database.Data];

    /// <summary>Starts it.</summary>
    /// <param name="stack">Where its stages of kind <c>send</c> go.</param>
    /// <param name="onPostgres">Whether it keeps its data in PostgreSQL.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<ISystemUnderTest> StartAsync(Uri stack, bool onPostgres, CancellationToken cancellationToken)
    {
        var database = onPostgres ? await TunedPostgres.StartAsync() : null;
        var data = new TemporaryDirectory();
        string[] store = database is null ? [] : ["--postgres-uri", database.Uri];
        var process = SluiceProcess.Start(
            ["serve", "--listen", "127.0.0.1:0", "--data", data.Path, "--stack-url", stack.AbsoluteUri.TrimEnd('/'), .. store]);
        try
        {
            return new SluiceSystem(data, process, database, await process.Address.WaitAsync(cancellationToken));
        }
        catch
        {
            await EndAsync(data, process, database);
            throw;
        }
    }

    public async Task<Work> PrepareAsync(Scenario scenario, CancellationToken cancellationToken) => scenario switch
    {
        Scenario.Noop => Run(await CreateAsync("""{"noop":{}},{"noop":{}},{"noop":{}}""", cancellationToken)),
        Scenario.Calls => Run(await CreateAsync($"{Send},{Send},{Send}", cancellationToken)),
        Scenario.Sleep => Sleep(await CreateAsync("""{"delay":{"duration":"1h"}}""", cancellationToken)),
        Scenario.Event => Event(await CreateAsync("""{"wait_event":{"event":"go"}}""", cancellationToken)),
        _ => throw new ArgumentOutOfRangeException(nameof(scenario)),
    };

    /// <summary>Those whose start was acknowledged: the wake is part of the same commit.</summary>
    public Task<long> CountSleepersAsync(CancellationToken cancellationToken) => Task.FromResult(Interlocked.Read(ref _sleepers));

    public ValueTask DisposeAsync() => EndAsync(_data, _process, _database);

    private static async ValueTask EndAsync(TemporaryDirectory data, SluiceProcess process, PostgresServer? database)
    {
        await process.DisposeAsync();
        data.Dispose();
        if (database is not null)
        {
            await database.DisposeAsync();
        }
    }

    private async Task<string> CreateAsync(string stages, CancellationToken cancellationToken)
    {
        using var http = new HttpClient();
        using var content = new StringContent($$"""{"name":"peers","stages":[{{stages}}]}""", null, "application/json");
        using var answer = await http.PostAsync(new Uri(Address, "/v2/workflows"), content, cancellationToken);
        var created = await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>(cancellationToken);
        return created.GetProperty("data").GetProperty("id").GetString()!;
    }

    private Work Run(string workflow)
    {
        var run = RequestBytes.Post(Address, $"/v2/workflows/{workflow}/instances?wait=true", "{}");
        return async (connection, cancellationToken) => InstanceAnswer.Check(await connection.SendAsync(run, cancellationToken), mustHaveTerminated: true);
    }

    private Work Sleep(string workflow)
    {
        var start = RequestBytes.Post(Address, $"/v2/workflows/{workflow}/instances", "{}");
        return async (connection, cancellationToken) =>
        {
            InstanceAnswer.Check(await connection.SendAsync(start, cancellationToken), mustHaveTerminated: false);
            Interlocked.Increment(ref _sleepers);
        };
    }

    private Work Event(string workflow)
    {
        var start = RequestBytes.Post(Address, $"/v2/workflows/{workflow}/instances", "{}");
        return async (connection, cancellationToken) =>
        {
            var started = await connection.SendAsync(start, cancellationToken);
            RequestBytes.Expect(started, 201);
            var instance = string.Create(CultureInfo.InvariantCulture, $"/v2/instances/{IdIn(started)}");
            RequestBytes.Expect(await connection.SendAsync(RequestBytes.Post(Address, $"{instance}/events", """{"name":"go"}"""), cancellationToken), 204);

            // The event is acknowledged with the turn that consumes it, so that the first answer finds the instance ended.
            RequestBytes.Expect(await connection.SendAsync(RequestBytes.Get(Address, instance), cancellationToken), 200, "\"terminated\":true"u8);
        };
    }

    private static string IdIn(HttpAnswer answer)
    {
        var reader = new Utf8JsonReader(answer.Body.Span);
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.PropertyName && reader.CurrentDepth == 2 && reader.ValueTextEquals("id"u8))
            {
                reader.Read();
                return reader.GetString()!;
            }
        }

        throw new InvalidDataException("A start was answered without an id.");
    }
}
