using System.Globalization;
using Sluice.Testing;

namespace Sluice.Bench;

/// <summary>What the servers under load keep their data in. Each server gets a fresh one.</summary>
internal sealed class BenchStore : IAsyncDisposable
{
    private readonly PostgresServer? _server;
    private readonly string? _uri;
    private string? _database;

    private BenchStore(PostgresServer? server, string? uri)
    {
        _server = server;
        _uri = uri;
    }

    /// <summary>The embedded store, in a directory of each server's own.</summary>
    public static BenchStore Embedded { get; } = new(null, null);

    /// <summary>A PostgreSQL database: the one given, which all servers use after one another, or one for each in a server of its own.</summary>
    public static async Task<BenchStore> PostgresAsync(string? uri) =>
        uri is null ? new BenchStore(await PostgresServer.StartAsync(), null) : new BenchStore(null, uri);

    /// <summary>The flags by which a server uses a fresh store.</summary>
    public async Task<string[]> FlagsAsync()
    {
        _database = _server is null ? _uri : await _server.CreateDatabaseAsync();
        return _database is null ? [] : ["--postgres-uri", _database];
    }

    /// <summary>Makes every flush of its disk take longer.</summary>
    /// <returns>What a server on it has to be started by; empty for nothing.</returns>
    /// <exception cref="InvalidOperationException">The database is not one of the run's own.</exception>
    public async Task<string[]> SlowDownAsync(TimeSpan flush)
    {
        var microseconds = flush.TotalMicroseconds.ToString(CultureInfo.InvariantCulture);
        if (_server is not null)
        {
            await _server.ExecuteAsync("ALTER SYSTEM SET commit_siblings = 0");
            await _server.ExecuteAsync($"ALTER SYSTEM SET commit_delay = {microseconds}");
            await _server.ExecuteAsync("SELECT pg_reload_conf()");
            return [];
        }

        return _uri is null
            ? ["strace", "-D", "-f", "--seccomp-bpf", "-qq", "-o", "/dev/null", "-e", "trace=fsync,fdatasync", "-e", $"inject=fsync,fdatasync:delay_exit={microseconds}"]
            : throw new InvalidOperationException("Only the disk of a server of the run's own can be made slow, not that of --postgres-uri.");
    }

    /// <summary>The bytes on disk of the store that was last given to a server, this one.</summary>
    public async Task<long> DiskBytesAsync(RunningProcess server)
    {
        const string Size = "SELECT pg_database_size(current_database())";
        return _database is null
            ? server.DataBytes
            : long.Parse(await PostgresServer.ReadFromAsync(_database, Size), CultureInfo.InvariantCulture);
    }

    public ValueTask DisposeAsync() => _server?.DisposeAsync() ?? ValueTask.CompletedTask;
}
