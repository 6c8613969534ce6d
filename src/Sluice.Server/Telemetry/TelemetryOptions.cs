namespace Sluice.Server.Telemetry;

/// <summary>Who is told how the server fares. With nobody to tell, nothing is measured.</summary>
public sealed class TelemetryOptions
{
    /// <summary>Whether <c>GET /metrics</c> answers with all metrics in Prometheus's text format. Default false.</summary>
    public bool Prometheus { get; init; }

    /// <summary>Where metrics are pushed by OTLP. Null, the default, pushes nothing.</summary>
    public OtlpOptions? Otlp { get; init; }

    /// <summary>What the service is called in what is pushed and scraped. Default <c>sluice</c>.</summary>
    public string ServiceName { get; init; } = "sluice";

    /// <summary>What else is said of the service there. Default nothing.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> ResourceAttributes { get; init; } = [];
}

/// <summary>Where and how often metrics are pushed.</summary>
/// <param name="Endpoint">The collector's address; for HTTP, with the path of metrics.</param>
/// <param name="Http">Whether it is spoken to over HTTP with protobuf; otherwise over gRPC.</param>
/// <param name="Interval">The time from one push to the next; at least a millisecond.</param>
public sealed record OtlpOptions(Uri Endpoint, bool Http, TimeSpan Interval);
