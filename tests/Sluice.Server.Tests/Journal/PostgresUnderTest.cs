using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Sluice.Engine.Instances;
using Sluice.Server.Journal.Postgres;
using Sluice.Testing;

[assembly: AssemblyFixture(typeof(Sluice.Server.Tests.Journal.SharedPostgres))]

namespace Sluice.Server.Tests.Journal;

/// <summary>
/// The server of a test run: started by the first test that needs it, ended with the run. Tests have databases of their own in it. It does
/// not wait for the disk, which no test that shares it asks for.
/// </summary>
public sealed class SharedPostgres : IAsyncLifetime
{
    private static readonly Lazy<Task<PostgresServer>> Shared = new(StartAsync);

    /// <summary>Creates an empty database.</summary>
    /// <returns>Its address.</returns>
    public static async Task<string> CreateDatabaseAsync() => await (await Shared.Value).CreateDatabaseAsync();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (Shared.IsValueCreated)
        {
            await (await Shared.Value).DisposeAsync();
        }
    }

    private static async Task<PostgresServer> StartAsync()
    {
        var server = await PostgresServer.StartAsync();
        await server.ExecuteAsync("ALTER SYSTEM SET fsync = off");
        await server.ExecuteAsync("SELECT pg_reload_conf()");
        return server;
    }
}

/// <summary>A store in a database of its own.</summary>
internal sealed class PostgresUnderTest : IStoreUnderTest
{
    private PostgresOptions? _options;

    public PostgresOptions Options => _options ?? throw new InvalidOperationException("the store has not been prepared");

    public async ValueTask PrepareAsync() => _options ??= new PostgresOptions { Uri = await SharedPostgres.CreateDatabaseAsync() };

    public void Register(IServiceCollection services) => services.AddPostgresJournal(Options);

    public async Task DeleteRecordAsync(InstanceId instance, long sequence) => Assert.Equal(
        1, await ExecuteAsync($"DELETE FROM journal WHERE instance = '{instance.Value}' AND sequence = {sequence}"));

    /// <summary>Connects as an operator would.</summary>
    public async Task<NpgsqlConnection> ConnectAsync()
    {
        var connection = new NpgsqlConnection(PostgresUri.Parse(Options.Uri).ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        return connection;
    }

    public async Task<int> ExecuteAsync(string sql)
    {
        await using var connection = await ConnectAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteNonQueryAsync();
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
