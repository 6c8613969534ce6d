using Microsoft.Extensions.Logging;

namespace Sluice.Server.Journal.Postgres;

internal sealed partial class PostgresWriter
{
    [LoggerMessage(1, LogLevel.Error, "The database does not commit; appends are refused until it does.")]
    private partial void LogFailed(Exception exception);

    [LoggerMessage(2, LogLevel.Information, "The database commits again.")]
    private partial void LogRecovered();

    [LoggerMessage(3, LogLevel.Warning, "The sessions that held partition {Partition} were ended, to give it to this process.")]
    private partial void LogEndedHolders(int partition);

    [LoggerMessage(4, LogLevel.Warning, "A connection to the database could not be closed.")]
    private partial void LogCloseFailed(Exception exception);
}
