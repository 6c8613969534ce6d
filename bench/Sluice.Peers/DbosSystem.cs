using System.Globalization;
using System.Text;
using Npgsql;
using Sluice.Bench;
using Sluice.Testing;

namespace Sluice.Peers;

/// <summary>DBOS: a Node.js process with the workflows and an HTTP front, on a PostgreSQL of its own.</summary>
internal sealed class DbosSystem : ISystemUnderTest
{
    private readonly PostgresServer _database;
    private readonly ServerProcess _app;

    private DbosSystem(PostgresServer database, ServerProcess app, Uri address)
    {
        _database = database;
        _app = app;
        Address = address;
    }

    public Uri Address { get; }

    public IReadOnlyList<int> Processes => [_app.Id, _database.ProcessId];

    public IReadOnlyList<string> Data => [_database.Data];

    public static async Task<ISystemUnderTest> StartAsync(NodePackages packages, Uri target)
    {
        var database = await TunedPostgres.StartAsync();
        try
        {
            var port = Ports.Free();
            var app = await packages.RunAsync("dbos.js", port, target.AbsoluteUri, database.Uri);
            return new DbosSystem(database, app, new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}")));
        }
        catch
        {
            await database.DisposeAsync();
            throw;
        }
    }

    public Task<Work> PrepareAsync(Scenario scenario, CancellationToken cancellationToken) => Task.FromResult(scenario switch
    {
        Scenario.Noop => Post("/noop", "done"),
        Scenario.Calls => Post("/calls", "done"),
        Scenario.Sleep => Post("/sleep", "started"),
        Scenario.Event => EventAsync,
        _ => throw new ArgumentOutOfRangeException(nameof(scenario)),
    });

    /// <summary>Those whose wake is recorded.</summary>
    public async Task<long> CountSleepersAsync(CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(TunedPostgres.ConnectionString(_database));
        await connection.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand("SELECT count(*) FROM dbos.operation_outputs WHERE function_name = 'DBOS.sleep'", connection);
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await _database.DisposeAsync();
    }

    private Work Post(string path, string text)
    {
        var request = RequestBytes.Post(Address, path);
        var expected = Encoding.ASCII.GetBytes(text);
        return async (connection, cancellationToken) =>
            RequestBytes.Expect(await connection.SendAsync(request, cancellationToken), 200, expected);
    }

    private async ValueTask EventAsync(Http11Connection connection, CancellationToken cancellationToken)
    {
        var id = $"{Guid.NewGuid():N}";
        RequestBytes.Expect(await connection.SendAsync(RequestBytes.Post(Address, $"/approval?id={id}"), cancellationToken), 200, "started"u8);
        RequestBytes.Expect(await connection.SendAsync(RequestBytes.Post(Address, $"/approval/go?id={id}"), cancellationToken), 200, "sent"u8);
        RequestBytes.Expect(await connection.SendAsync(RequestBytes.Get(Address, $"/approval?id={id}"), cancellationToken), 200, "done"u8);
    }
}
