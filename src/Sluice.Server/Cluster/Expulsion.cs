using Microsoft.Extensions.Logging;

namespace Sluice.Server.Cluster;

/// <summary>What happens when Orleans cannot go on in this process, foremost because the other nodes declared this one dead.</summary>
internal sealed partial class Expulsion(ClusterNodeOptions options, ILogger<Expulsion> logger) : IFatalErrorHandler
{
    public bool IsUnexpected(Exception exception) => exception is not OperationCanceledException;

    public void OnFatalException(object? sender, string? context, Exception? exception)
    {
        LogExpelled(exception, context);
        options.Expelled(
            "this node ends: the others declared it dead and own its partitions now, or it cannot take part in the cluster any more"
            + $" ({context}{(exception is null ? "" : $": {exception.Message}")})");
    }

    [LoggerMessage(EventId = 900, Level = LogLevel.Critical, Message = "This node has no place in the cluster any more: {Context}")]
    private partial void LogExpelled(Exception? exception, string? context);
}
