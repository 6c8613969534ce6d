using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Sluice.Server.Activities;
using Sluice.Server.Api;
using Sluice.Server.Instances;
using Sluice.Server.Journal.Postgres;
using Sluice.Server.Journal.Sqlite;
using Sluice.Server.Partitions;
using Sluice.Server.Publishing;
using Sluice.Server.Triggers;
using Sluice.Server.Workflows;

namespace Sluice.Server.Hosting;

/// <summary>Puts a whole Sluice server into an ASP.NET Core application.</summary>
public static class SluiceServer
{
    /// <summary>Adds the store, the partitions, the activities, the triggers, publishing and the API.</summary>
    public static IHostApplicationBuilder AddSluice(this IHostApplicationBuilder builder, SluiceOptions options)
    {
        builder.Services.TryAddSingleton(TimeProvider.System);
        AddJournal(builder.Services, options)
            .AddActivities(options)
            .AddTriggers(options)
            .AddPublishing(options.Publishing)
            .AddSingleton<CreateWorkflow>()
            .AddSingleton<ReadInstance>()
            .AddApi(new ApiOptions { Version = ServerVersion.Current, WaitMax = options.WaitMax });
        return builder.AddPartitions(options);
    }

    /// <summary>Maps the API's routes, at the root and under <c>/api/orchestration</c>.</summary>
    public static IEndpointRouteBuilder MapSluice(this IEndpointRouteBuilder endpoints) => endpoints.MapApi();

    private static IServiceCollection AddJournal(IServiceCollection services, SluiceOptions options) => options.Postgres is { } postgres
        ? services.AddPostgresJournal(postgres)
        : services.AddSqliteJournal(new SqliteOptions { DataDirectory = options.DataDirectory });
}
