using Microsoft.Extensions.Logging;
using Sluice.Engine.Instances;

namespace Sluice.Server.Partitions;

public sealed partial class Partition
{
    [LoggerMessage(EventId = 100, Level = LogLevel.Debug, Message = "Partition {Partition} is open at epoch {Epoch}")]
    private partial void LogOpened(int partition, long epoch);

    [LoggerMessage(EventId = 101, Level = LogLevel.Warning, Message = "Partition {Partition} has another owner; epoch {Epoch} lets go")]
    private partial void LogLost(int partition, long epoch);

    [LoggerMessage(EventId = 102, Level = LogLevel.Warning, Message = "Partition {Partition} could not reach the journal and tries again")]
    private partial void LogRecordDelayed(Exception exception, int partition);

    [LoggerMessage(EventId = 103, Level = LogLevel.Error, Message = "Instance {InstanceId} is left as it is: its records cannot be replayed")]
    private partial void LogDamaged(Exception exception, InstanceId instanceId);

    [LoggerMessage(EventId = 104, Level = LogLevel.Error, Message = "Partition {Partition} met an error it does not know")]
    private partial void LogUnforeseen(Exception exception, int partition);

    [LoggerMessage(EventId = 105, Level = LogLevel.Error, Message = "Instance {InstanceId} met an error nobody foresaw and is looked at again in a minute")]
    private partial void LogStranded(Exception exception, InstanceId instanceId);
}
