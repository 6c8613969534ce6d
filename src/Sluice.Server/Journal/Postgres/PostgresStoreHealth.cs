namespace Sluice.Server.Journal.Postgres;

/// <summary>Asks a connection of the pool for a small commit.</summary>
internal sealed class PostgresStoreHealth(PostgresStore store, TimeProvider clock) : IStoreHealth
{
    public async Task<string?> CheckAsync(CancellationToken cancellationToken)
    {
        try
        {
            await store.ExecuteAsync("UPDATE settings SET health_checks = health_checks + 1", [], CancellationToken.None)
                .WaitAsync(PostgresConnections.AtMost, clock, cancellationToken);
            return null;
        }
        catch (TimeoutException)
        {
            return $"the database did not complete a small write within {PostgresConnections.AtMost.TotalSeconds} s";
        }
        catch (JournalUnavailableException exception)
        {
            return exception.Message;
        }
    }
}
