using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Sluice.Engine.Instances;
using Sluice.Server.Journal.Sqlite;

namespace Sluice.Server.Tests.Journal;

/// <summary>A SQLite store in a directory that lives as long as the test.</summary>
internal sealed class SqliteUnderTest : IStoreUnderTest
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("sluice-journal-");

    public SqliteOptions Options => new() { DataDirectory = _directory.FullName };

    public void Register(IServiceCollection services) => services.AddSqliteJournal(Options);

    public async Task DeleteRecordAsync(InstanceId instance, long sequence)
    {
        await using var connection = await ConnectAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "DELETE FROM journal WHERE lower(hex(instance)) = $instance AND sequence = $sequence";
        command.Parameters.AddWithValue("$instance", instance.Value.ToString("N"));
        command.Parameters.AddWithValue("$sequence", sequence);
        Assert.Equal(1, await command.ExecuteNonQueryAsync());
    }

    /// <summary>Connects as an operator would.</summary>
    public async Task<SqliteConnection> ConnectAsync()
    {
        var connection = new SqliteConnection($"Data Source={Path.Combine(_directory.FullName, "sluice.db")};Pooling=False");
        await connection.OpenAsync();
        return connection;
    }

    public async Task ExecuteAsync(string sql)
    {
        await using var connection = await ConnectAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }

    public ValueTask DisposeAsync()
    {
        _directory.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }
}
