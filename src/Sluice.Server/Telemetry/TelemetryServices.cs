using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using Sluice.Server.Hosting;

namespace Sluice.Server.Telemetry;

/// <summary>Registers what tells how the server fares.</summary>
public static class TelemetryServices
{
    private const string Path = "/metrics";

    /// <summary>The meters beside Sluice's own: requests, and the runtime's memory, collections and threads.</summary>
    private static readonly string[] Frameworks = ["Microsoft.AspNetCore.Hosting", "System.Runtime"];

    /// <summary>Adds the export of metrics, if there is somebody to export them to.</summary>
    /// <param name="services">The services.</param>
    /// <param name="options">To whom.</param>
    public static IServiceCollection AddTelemetry(this IServiceCollection services, TelemetryOptions options)
    {
        if (!options.Prometheus && options.Otlp is null)
        {
            return services;
        }

        services.AddOpenTelemetry()
            .ConfigureResource(resource => resource
                .AddService(options.ServiceName, serviceVersion: ServerVersion.Current)
                .AddAttributes(options.ResourceAttributes.Select(each => KeyValuePair.Create<string, object>(each.Key, each.Value))))
            .WithMetrics(metrics =>
            {
                metrics.AddMeter([SluiceMeter.Name, .. Frameworks]);
                if (options.Prometheus)
                {
                    metrics.AddPrometheusExporter();
                }

                if (options.Otlp is { } otlp)
                {
                    metrics.AddOtlpExporter((exporter, reader) => Configure(exporter, reader, otlp));
                }
            });
        return services;
    }

    /// <summary>Maps <c>GET /metrics</c>, if it is asked for.</summary>
    public static IEndpointRouteBuilder MapTelemetry(this IEndpointRouteBuilder endpoints)
    {
        if (endpoints.ServiceProvider.GetRequiredService<SluiceOptions>().Telemetry.Prometheus)
        {
            endpoints.MapPrometheusScrapingEndpoint(Path);
        }

        return endpoints;
    }

    private static void Configure(OtlpExporterOptions exporter, MetricReaderOptions reader, OtlpOptions otlp)
    {
        exporter.Endpoint = otlp.Endpoint;
        exporter.Protocol = otlp.Http ? OtlpExportProtocol.HttpProtobuf : OtlpExportProtocol.Grpc;
        reader.PeriodicExportingMetricReaderOptions.ExportIntervalMilliseconds = (int)otlp.Interval.TotalMilliseconds;
    }
}
