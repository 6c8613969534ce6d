using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Sluice.Server.Consuming;
using Sluice.Server.Instances;
using Sluice.Server.Publishing;
using Sluice.Server.Triggers;
using Sluice.Server.Workflows;

namespace Sluice.Server.Journal.Sqlite;

/// <summary>Registers the embedded store.</summary>
public static class SqliteServices
{
    /// <summary>
    /// Keeps journal, workflows and lists in a SQLite database in one directory. It is opened, and migrated if need be, when
    /// the first of them is asked for; it is closed with the container, which must be disposed of asynchronously.
    /// </summary>
    /// <exception cref="DataDirectoryInUseException">When opened: another process has the directory.</exception>
    public static IServiceCollection AddSqliteJournal(this IServiceCollection services, SqliteOptions options)
    {
        services.TryAddSingleton(TimeProvider.System);
        return services
            .AddSingleton(provider => SqliteStore.Open(options, provider.GetRequiredService<ILogger<SqliteStore>>()))
            .AddSingleton<IJournal, SqliteJournal>()
            .AddSingleton<IStoreHealth, SqliteStoreHealth>()
            .AddSingleton<IWorkflowStore, SqliteWorkflowStore>()
            .AddSingleton<IInstanceList, SqliteInstanceList>()
            .AddSingleton<ITriggerStore, SqliteTriggerStore>()
            .AddSingleton<IOccurrenceStore, SqliteOccurrenceStore>()
            .AddSingleton<IPublishStore, SqlitePublishStore>()
            .AddSingleton<IParkedMessageStore, SqliteParkedMessageStore>();
    }
}
