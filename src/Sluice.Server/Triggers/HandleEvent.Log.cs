using Microsoft.Extensions.Logging;
using Sluice.Engine.Triggers;

namespace Sluice.Server.Triggers;

/// <content>What it says.</content>
public sealed partial class HandleEvent
{
    [LoggerMessage(
        EventId = 710,
        Level = LogLevel.Warning,
        Message = "The filter of trigger {TriggerId} cannot be evaluated for an event of type {EventType}, so it does not match: {Error}. Further failures of this filter are not told")]
    private partial void LogFilterFailed(TriggerId triggerId, string eventType, string error);

    [LoggerMessage(EventId = 711, Level = LogLevel.Warning, Message = "Trigger {TriggerId} wanted an event of type {EventType} but started nothing; its occurrences say why")]
    private partial void LogFailed(TriggerId triggerId, string eventType);

    [LoggerMessage(EventId = 712, Level = LogLevel.Error, Message = "An event of trigger {TriggerId} has started an instance that cannot be read: {Problem}")]
    private partial void LogDamaged(TriggerId triggerId, string problem);
}
