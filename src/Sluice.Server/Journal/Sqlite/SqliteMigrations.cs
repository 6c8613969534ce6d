using System.Reflection;
using DbUp;
using DbUp.Engine;
using DbUp.Sqlite.Helpers;
using Microsoft.Data.Sqlite;

namespace Sluice.Server.Journal.Sqlite;

/// <summary>Brings a database to the schema of this version. Migrations only go forward.</summary>
internal static class SqliteMigrations
{
    private const string Folder = "Sluice.Server.Journal.Sqlite.Migrations.";

    /// <exception cref="InvalidOperationException">A migration failed, or a newer version has already migrated the database.</exception>
    public static void Apply(SqliteConnection connection)
    {
        var upgrade = DeployChanges.To.SqliteDatabase(new SharedConnection(connection))
            .WithScripts(ReadScripts())
            .WithVariablesDisabled()
            .WithTransaction()
            .LogToNowhere()
            .Build();

        var unknown = upgrade.GetExecutedButNotDiscoveredScripts();
        if (unknown.Count > 0)
        {
            throw new InvalidOperationException(
                $"the database '{connection.DataSource}' was migrated by a newer version of Sluice ({string.Join(", ", unknown)})");
        }

        var result = upgrade.PerformUpgrade();
        if (!result.Successful)
        {
            throw new InvalidOperationException(
                $"migration {result.ErrorScript?.Name} of the database '{connection.DataSource}' failed: {result.Error.Message}", result.Error);
        }
    }

    // The name that is recorded as applied is the file's, so that moving the folder never applies a migration again.
    private static IEnumerable<SqlScript> ReadScripts()
    {
        var assembly = Assembly.GetExecutingAssembly();
        return assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Folder, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(name => SqlScript.FromStream(name[Folder.Length..], assembly.GetManifestResourceStream(name)!));
    }
}
