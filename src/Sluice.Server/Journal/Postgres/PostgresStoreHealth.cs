namespace Sluice.Server.Journal.Postgres;

/// <summary>
/// Asks a connection of the pool for a small commit, and the writer for what it has met lately: a full disk may have room for the
/// one and not for appends.
/// </summary>
internal sealed class PostgresStoreHealth(PostgresStore store, TimeProvider clock) : IStoreHealth
{
    private static readonly TimeSpan RecentFault = TimeSpan.FromSeconds(10);

    public async Task<string?> CheckAsync(CancellationToken cancellationToken)
    {
        try
        {
            await store.ExecuteAsync("UPDATE settings SET health_checks = health_checks + 1", [], CancellationToken.None)
                .WaitAsync(PostgresConnections.AtMost, clock, cancellationToken);
            return store.Writer.FaultWithin(RecentFault);
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
