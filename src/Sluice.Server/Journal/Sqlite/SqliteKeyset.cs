namespace Sluice.Server.Journal.Sqlite;

/// <summary>A <see cref="ListRange"/> as SQL over the columns <c>created_at</c> and <c>id</c>, with parameters 1 to 3.</summary>
internal readonly struct SqliteKeyset
{
    private readonly ListKey _key;
    private readonly int _limit;
    private readonly bool _backwards;

    private SqliteKeyset(ListKey key, int limit, bool backwards)
    {
        _key = key;
        _limit = limit;
        _backwards = backwards;
    }

    public string Condition => _backwards ? "(created_at, id) < (?1, ?2)" : "(created_at, id) > (?1, ?2)";

    public string Order => _backwards ? "ORDER BY created_at DESC, id DESC LIMIT ?3" : "ORDER BY created_at, id LIMIT ?3";

    public static SqliteKeyset Of(ListRange range) => range.Before is { } before
        ? new SqliteKeyset(before, range.Limit, backwards: true)
        : new SqliteKeyset(range.After ?? new ListKey(DateTimeOffset.MinValue, Guid.Empty), range.Limit, backwards: false);

    public void Bind(SqliteStatement statement) => statement.Bind(1, _key.CreatedAt).Bind(2, _key.Id).Bind(3, _limit);

    /// <summary>Brings rows that came in the statement's order into the list's.</summary>
    public List<T> OldestFirst<T>(List<T> rows)
    {
        if (_backwards)
        {
            rows.Reverse();
        }

        return rows;
    }
}
