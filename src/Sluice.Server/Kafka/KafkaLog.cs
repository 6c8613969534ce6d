using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace Sluice.Server.Kafka;

/// <summary>
/// Takes what the Kafka client says, which would go to standard error otherwise. It repeats itself for as long as a broker is away,
/// and whoever uses the client reports that once, so it is for those who debug.
/// </summary>
internal static partial class KafkaLog
{
    public static void Write(ILogger logger, LogMessage message) => LogClient(logger, message.Facility, message.Message);

    [LoggerMessage(EventId = 830, Level = LogLevel.Debug, Message = "Kafka client, {Facility}: {Text}")]
    private static partial void LogClient(ILogger logger, string facility, string text);
}
