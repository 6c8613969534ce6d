using Sluice.Testing;

namespace Sluice.Server.Tests.Cluster;

/// <summary>One PostgreSQL for the tests of a class, each of which makes a database of its own.</summary>
public sealed class PostgresFixture : IAsyncLifetime
{
    internal PostgresServer Server { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Server = await PostgresServer.StartAsync();

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
