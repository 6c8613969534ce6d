using System.CommandLine;
using Sluice.Options;
using Sluice.Server.Telemetry;

namespace Sluice.Commands;

/// <summary>The options that say who is told how the server fares.</summary>
internal sealed class TelemetryFlags
{
    private readonly Option<bool> _prometheus = new("--metrics")
    {
        Description = "Answer GET /metrics in Prometheus's text format to whoever reaches the port",
    };

    private readonly Option<string> _exporter = new("--otel-metrics-exporter")
    {
        Description = "otlp pushes metrics to a collector [default: none]",
        HelpName = "otlp|none",
        DefaultValueFactory = _ => "none",
    };

    private readonly Option<string> _mode = new("--otel-metrics-exporter-otlp-mode")
    {
        Description = "How the collector is spoken to [default: grpc]",
        HelpName = "grpc|http",
        CustomParser = OptionParsing.One(text => OneOf(text, "grpc", "http")),
        DefaultValueFactory = _ => "grpc",
    };

    private readonly Option<string?> _endpoint = new("--otel-metrics-exporter-otlp-endpoint")
    {
        Description = "The collector [default: localhost:4317 for grpc, localhost:4318 for http]",
        HelpName = "URL|HOST:PORT",
    };

    private readonly Option<bool> _insecure = new("--otel-metrics-exporter-otlp-insecure")
    {
        Description = "Speak to a collector that is given as HOST:PORT without TLS",
    };

    private readonly Option<TimeSpan> _interval = new("--otel-metrics-exporter-push-interval")
    {
        Description = "The time from one push to the next [default: 10s]",
        HelpName = "DURATION",
        CustomParser = OptionParsing.One(Interval),
        DefaultValueFactory = _ => TimeSpan.FromSeconds(10),
    };

    private readonly Option<string> _service = new("--otel-service-name")
    {
        Description = $"What the service is called in metrics [default: {new TelemetryOptions().ServiceName}]",
        HelpName = "NAME",
        DefaultValueFactory = _ => new TelemetryOptions().ServiceName,
    };

    private readonly Option<IReadOnlyList<KeyValuePair<string, string>>> _attributes = new("--otel-resource-attributes")
    {
        Description = "What else is said of the service in metrics; repeatable",
        HelpName = "NAME=VALUE",
        Arity = ArgumentArity.OneOrMore,
        CustomParser = OptionParsing.Each(Attribute),
        DefaultValueFactory = _ => [],
    };

    /// <summary>All of them.</summary>
    public IEnumerable<Option> Options => [_prometheus, _exporter, _mode, _endpoint, _insecure, _interval, _service, _attributes];

    /// <summary>Who is told.</summary>
    /// <exception cref="CommandException">The collector's address is none.</exception>
    public TelemetryOptions Read(ParseResult parsed) => new()
    {
        Prometheus = parsed.GetValue(_prometheus),
        Otlp = parsed.GetValue(_exporter) == "otlp" ? ReadOtlp(parsed) : null,
        ServiceName = parsed.GetRequiredValue(_service),
        ResourceAttributes = parsed.GetValue(_attributes) ?? [],
    };

    /// <summary>What was given and does nothing: exporters that existing deployments may name and this server has not.</summary>
    public IReadOnlyList<string> WithoutEffect(ParseResult parsed) =>
        parsed.GetRequiredValue(_exporter) is "otlp" or "none" ? [] : [_exporter.Name];

    private OtlpOptions ReadOtlp(ParseResult parsed)
    {
        var http = parsed.GetValue(_mode) == "http";
        var text = parsed.GetValue(_endpoint) ?? (http ? "http://localhost:4318" : "http://localhost:4317");
        var scheme = parsed.GetValue(_insecure) ? "http" : "https";
        if (!Uri.TryCreate(text.Contains("://", StringComparison.Ordinal) ? text : $"{scheme}://{text}", UriKind.Absolute, out var url)
            || url.Scheme is not ("http" or "https"))
        {
            throw CommandException.Usage($"{_endpoint.Name}: '{text}' is not a URL such as http://collector:4317, or host:port");
        }

        // The path that collectors have for metrics, unless it is said.
        return new OtlpOptions(http && url.AbsolutePath == "/" ? new Uri(url, "v1/metrics") : url, http, parsed.GetValue(_interval));
    }

    private static string OneOf(string text, string one, string other) => text == one || text == other
        ? text
        : throw new FormatException($"'{text}' is neither {one} nor {other}");

    private static TimeSpan Interval(string text) => OptionParsing.Duration(text) is { TotalMilliseconds: >= 1 and <= int.MaxValue } interval
        ? interval
        : throw new FormatException($"'{text}' is not from 1ms to 596h");

    private static KeyValuePair<string, string> Attribute(string text)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        return equals > 0
            ? KeyValuePair.Create(text[..equals], text[(equals + 1)..])
            : throw new FormatException($"'{text}' is not name=value");
    }
}
