using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Sluice.Server.Activities;
using Sluice.Server.Api;
using Sluice.Server.Consuming;
using Sluice.Server.Instances;
using Sluice.Server.Journal.Postgres;
using Sluice.Server.Journal.Sqlite;
using Sluice.Server.Partitions;
using Sluice.Server.Publishing;
using Sluice.Server.Telemetry;
using Sluice.Server.Triggers;
using Sluice.Server.Workflows;

namespace Sluice.Server.Hosting;

/// <summary>Puts a whole Sluice server into an ASP.NET Core application.</summary>
public static class SluiceServer
{
    /// <summary>Adds the store, the partitions, the activities, the triggers, publishing, telemetry, the API and consuming.</summary>
    public static IHostApplicationBuilder AddSluice(this IHostApplicationBuilder builder, SluiceOptions options)
    {
        builder.Services.TryAddSingleton(TimeProvider.System);
        AddJournal(builder.Services, options)
            .AddActivities(options)
            .AddTriggers(options)
            .AddPublishing(options.Publishing)
            .AddTelemetry(options.Telemetry)
            .AddSingleton<CreateWorkflow>()
            .AddSingleton<ReadInstance>()
            .AddApi(new ApiOptions { Version = ServerVersion.Current, WaitMax = options.WaitMax });
        builder.AddPartitions(options);

        // Last, so that it is the first to stop. A node that only answers requests leaves it to those that execute.
        builder.Services.AddConsuming(options.Cluster is { Executes: false } ? null : options.Consuming);
        return builder;
    }

    /// <summary>Maps the API's routes, at the root and under <c>/api/orchestration</c>, and <c>/metrics</c> if that is asked for.</summary>
    public static IEndpointRouteBuilder MapSluice(this IEndpointRouteBuilder endpoints) => endpoints.MapApi().MapTelemetry();

    /// <summary>Maps <c>/_healthcheck</c> alone, for a node that serves no API.</summary>
    public static IEndpointRouteBuilder MapSluiceHealth(this IEndpointRouteBuilder endpoints) => endpoints.MapHealth();

    /// <summary>
    /// Opens the store before the application starts, and so waits a minute for a database that is starting too, or too busy to
    /// answer in time. Without this the store is opened by the start, which fails then.
    /// </summary>
    /// <param name="services">The application's services.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="InvalidOperationException">The database did not come about, or refuses this program.</exception>
    public static Task OpenSluiceStoreAsync(this IServiceProvider services, CancellationToken cancellationToken) =>
        services.GetService<PostgresOpening>()?.RunAsync(cancellationToken) ?? Task.CompletedTask;

    private static IServiceCollection AddJournal(IServiceCollection services, SluiceOptions options) => options.Postgres is { } postgres
        ? services.AddPostgresJournal(postgres)
        : services.AddSqliteJournal(new SqliteOptions { DataDirectory = options.DataDirectory });
}
