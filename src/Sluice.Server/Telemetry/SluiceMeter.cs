using System.Diagnostics.Metrics;

namespace Sluice.Server.Telemetry;

/// <summary>
/// The meter of this process, whose instruments sit beside what they measure, in one class per feature. An instrument that nobody
/// listens to costs a look at a field.
/// </summary>
/// <remarks>docs/metrics.md lists all instruments. Their names are an interface: dashboards and alarms are made of them.</remarks>
internal static class SluiceMeter
{
    /// <summary>What listeners know it by.</summary>
    public const string Name = "Sluice";

    /// <summary>Borders for times between a fast commit and the end of an attempt's patience, in seconds.</summary>
    public static readonly InstrumentAdvice<double> Seconds = new()
    {
        HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
    };

    /// <summary>The meter.</summary>
    public static readonly Meter Meter = new(Name);
}
