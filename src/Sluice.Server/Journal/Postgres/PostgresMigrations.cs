using System.Reflection;
using DbUp;
using DbUp.Engine;
using Npgsql;

namespace Sluice.Server.Journal.Postgres;

/// <summary>Brings a database to the schema of this version. Migrations only go forward.</summary>
public static class PostgresMigrations
{
    private const string Folder = "Sluice.Server.Journal.Postgres.Migrations.";

    // Any number will do that no other program on the database uses for a lock: these are the letters "sluice".
    private const long Lock = 0x736C75696365;

    /// <summary>
    /// Applies what is missing, in one transaction. Processes that start at the same time wait for one another.
    /// </summary>
    /// <returns>The names of the migrations that were applied.</returns>
    /// <exception cref="InvalidOperationException">
    /// The database cannot be reached, a migration failed, or a newer version has already migrated the database.
    /// </exception>
    public static IReadOnlyList<string> Apply(PostgresOptions options)
    {
        var settings = PostgresConnections.Settings(options);
        settings.Pooling = false;
        try
        {
            using var connection = new NpgsqlConnection(settings.ConnectionString);
            connection.Open();
            using var command = new NpgsqlCommand("SELECT pg_advisory_lock($1)", connection) { Parameters = { new() { Value = Lock } } };
            command.ExecuteNonQuery();
            return Apply(settings.ConnectionString, options.Place);
        }
        catch (NpgsqlException exception)
        {
            throw new InvalidOperationException($"the {options.Place} cannot be used: {exception.Message}", exception);
        }
    }

    private static List<string> Apply(string connection, string place)
    {
        var upgrade = DeployChanges.To.PostgresqlDatabase(connection)
            .WithScripts(ReadScripts())
            .WithVariablesDisabled()
            .WithTransaction()
            .LogToNowhere()
            .Build();

        var unknown = upgrade.GetExecutedButNotDiscoveredScripts();
        if (unknown.Count > 0)
        {
            throw new InvalidOperationException(
                $"the {place} was migrated by a newer version of Sluice ({string.Join(", ", unknown)})");
        }

        var result = upgrade.PerformUpgrade();
        return result.Successful
            ? [.. result.Scripts.Select(script => script.Name)]
            : throw new InvalidOperationException(
                $"migration {result.ErrorScript?.Name} of the {place} failed: {result.Error.Message}", result.Error);
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
