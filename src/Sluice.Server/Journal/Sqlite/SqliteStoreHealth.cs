namespace Sluice.Server.Journal.Sqlite;

/// <summary>Asks the writer itself, so that the answer is about the queue, the thread and the disk that appends use.</summary>
internal sealed class SqliteStoreHealth(SqliteStore store, TimeProvider clock) : IStoreHealth
{
    private static readonly TimeSpan AtMost = TimeSpan.FromSeconds(5);

    public async Task<string?> CheckAsync(CancellationToken cancellationToken)
    {
        try
        {
            var write = store.Writer.WriteAsync(
                0, session => session.Prepare("UPDATE settings SET health_checks = health_checks + 1").Run(), CancellationToken.None);
            await write.WaitAsync(AtMost, clock, cancellationToken);
            return null;
        }
        catch (TimeoutException)
        {
            return $"the store did not complete a small write within {AtMost.TotalSeconds} s";
        }
        catch (Exception exception) when (exception is JournalUnavailableException or JournalFullException)
        {
            return exception.Message;
        }
    }
}
