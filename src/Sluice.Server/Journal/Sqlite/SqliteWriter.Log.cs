using Microsoft.Extensions.Logging;

namespace Sluice.Server.Journal.Sqlite;

internal sealed partial class SqliteWriter
{
    [LoggerMessage(1, LogLevel.Error, "The store cannot commit; everything is refused until it can.")]
    private partial void LogFailed(Exception exception);

    [LoggerMessage(2, LogLevel.Information, "The store commits again.")]
    private partial void LogRecovered();

    [LoggerMessage(3, LogLevel.Warning, "The store could not roll back a failed transaction.")]
    private partial void LogRollBackFailed(Exception exception);

    [LoggerMessage(4, LogLevel.Warning, "The store was closed without copying its log into the database; the next start will.")]
    private partial void LogCheckpointFailed(Exception exception);
}
