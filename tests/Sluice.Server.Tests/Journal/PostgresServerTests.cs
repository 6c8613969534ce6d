using Sluice.Testing;

namespace Sluice.Server.Tests.Journal;

/// <summary>That the server the tests stand on keeps what it committed, however it ends.</summary>
public sealed class PostgresServerTests
{
    [Fact]
    public async Task It_keeps_what_it_committed_through_a_stop_and_a_kill()
    {
        await using var server = await PostgresServer.StartAsync();
        var database = await server.CreateDatabaseAsync();
        await server.ExecuteAsync("CREATE TABLE kept (n INT PRIMARY KEY); INSERT INTO kept VALUES (1)", database);
        await server.StopAsync();
        await server.RunAsync();
        await server.ExecuteAsync("INSERT INTO kept VALUES (2)", database);
        await server.KillAsync();
        await server.RunAsync("max_connections=10");

        await server.ExecuteAsync("DO $$ BEGIN ASSERT (SELECT count(*) FROM kept) = 2; END $$", database);
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(
            () => server.ExecuteAsync("INSERT INTO kept VALUES (2)", database));
        Assert.Contains("duplicate key", refused.Message, StringComparison.Ordinal);
    }
}
