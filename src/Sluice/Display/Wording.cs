using System.Globalization;

namespace Sluice.Display;

/// <summary>How the displays word what they have in common.</summary>
internal static class Wording
{
    /// <summary>A span of time, as precise as is worth reading: <c>0.02s</c>, <c>12.3s</c>, <c>1m05s</c>, <c>2h05m</c>.</summary>
    public static string Span(TimeSpan span) => span switch
    {
        { Ticks: <= 0 } => "0s",
        { TotalSeconds: < 10 } => string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds:0.00}s"),
        { TotalMinutes: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds:0.0}s"),
        { TotalHours: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{span.Minutes}m{span.Seconds:00}s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{(long)span.TotalHours}h{span.Minutes:00}m"),
    };

    /// <summary>A command that posts the event which an instance waits for, in two parts so that it can be broken between them.</summary>
    /// <param name="server">The server's URL.</param>
    /// <param name="instanceId">The instance.</param>
    /// <param name="name">The event.</param>
    public static (string Call, string Url) PostCommand(Uri server, string instanceId, string name)
    {
        var body = $$"""{"name":{{System.Text.Json.JsonSerializer.Serialize(name, DisplayJson.Default.String)}}}""";
        return ($"curl -X POST -d {Quoted(body)}", $"{server.AbsoluteUri.TrimEnd('/')}/api/orchestration/v2/instances/{instanceId}/events");
    }

    private static string Quoted(string argument) => $"'{argument.Replace("'", @"'\''", StringComparison.Ordinal)}'";
}
