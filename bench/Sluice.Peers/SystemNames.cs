namespace Sluice.Peers;

/// <summary>What the systems are called on the command line and in the tables.</summary>
internal static class SystemNames
{
    public const string SluiceOnSqlite = "sluice-sqlite";
    public const string SluiceOnPostgres = "sluice-postgres";
    public const string Restate = "restate";
    public const string Dbos = "dbos";

    public static IReadOnlyList<string> All { get; } = [SluiceOnSqlite, SluiceOnPostgres, Restate, Dbos];

    /// <summary>Whether it is Sluice, on whichever store.</summary>
    public static bool IsSluice(string name) => name is SluiceOnSqlite or SluiceOnPostgres;
}
