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

    public string Order => $"{OrderBy("")} LIMIT ?3";

    public static SqliteKeyset Of(ListRange range) => range.Before is { } before
        ? new SqliteKeyset(before, range.Limit, backwards: true)
        : new SqliteKeyset(range.After ?? new ListKey(DateTimeOffset.MinValue, Guid.Empty), range.Limit, backwards: false);

    /// <summary>The order alone, of columns whose names begin with <paramref name="prefix"/>.</summary>
    public string OrderBy(string prefix) =>
        _backwards ? $"ORDER BY {prefix}created_at DESC, {prefix}id DESC" : $"ORDER BY {prefix}created_at, {prefix}id";

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
