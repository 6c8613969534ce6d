using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Npgsql;
using Sluice.Server.Consuming;
using Sluice.Server.Instances;
using Sluice.Server.Publishing;
using Sluice.Server.Triggers;
using Sluice.Server.Workflows;

namespace Sluice.Server.Journal.Postgres;

/// <summary>Registers the shared store.</summary>
public static class PostgresServices
{
    /// <summary>
    /// Keeps journal, workflows and lists in a PostgreSQL database, which several processes may share. It is migrated, if need
    /// be, when the first of them is asked for.
    /// </summary>
    /// <exception cref="FormatException">The address is not one.</exception>
    public static IServiceCollection AddPostgresJournal(this IServiceCollection services, PostgresOptions options)
    {
        PostgresUri.Check(options.Uri);
        services.TryAddSingleton(TimeProvider.System);
        return services
            .AddSingleton(_ => PostgresConnections.Create(options))
            .AddSingleton(provider => PostgresStore.Open(
                options,
                provider.GetRequiredService<NpgsqlDataSource>(),
                provider.GetRequiredService<TimeProvider>(),
                provider.GetRequiredService<ILogger<PostgresWriter>>()))
            .AddSingleton<PostgresOpening>()
            .AddSingleton<IJournal, PostgresJournal>()
            .AddSingleton<IStoreHealth, PostgresStoreHealth>()
            .AddSingleton<IWorkflowStore, PostgresWorkflowStore>()
            .AddSingleton<IInstanceList, PostgresInstanceList>()
            .AddSingleton<ITriggerStore, PostgresTriggerStore>()
            .AddSingleton<ITriggerChanges, PostgresTriggerChanges>()
            .AddSingleton<IOccurrenceStore, PostgresOccurrenceStore>()
            .AddSingleton<IPublishStore, PostgresPublishStore>()
            .AddSingleton<IParkedMessageStore, PostgresParkedMessageStore>();
    }
}
