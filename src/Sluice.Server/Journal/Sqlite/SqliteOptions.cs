namespace Sluice.Server.Journal.Sqlite;

/// <summary>Where the embedded store lives.</summary>
public sealed class SqliteOptions
{
    /// <summary>
    /// The directory of the database and its lock; created if missing. It must be on a local disk, and one process at a time
    /// may use it.
    /// </summary>
    public required string DataDirectory { get; init; }
}
