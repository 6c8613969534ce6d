namespace Sluice.Server.Journal.Postgres;

/// <summary>A <see cref="ListRange"/> as SQL over the columns <c>created_at</c> and <c>id</c>, with parameters 1 to 3.</summary>
internal readonly struct PostgresKeyset
{
    private readonly ListKey _key;
    private readonly int _limit;
    private readonly bool _backwards;

    private PostgresKeyset(ListKey key, int limit, bool backwards)
    {
        _key = key;
        _limit = limit;
        _backwards = backwards;
    }

    public string Condition => _backwards ? "(created_at, id) < ($1, $2)" : "(created_at, id) > ($1, $2)";

    public string Order => $"{OrderBy("")} LIMIT $3";

    public static PostgresKeyset Of(ListRange range) => range.Before is { } before
        ? new PostgresKeyset(before, range.Limit, backwards: true)
        : new PostgresKeyset(range.After ?? new ListKey(DateTimeOffset.MinValue, Guid.Empty), range.Limit, backwards: false);

    /// <summary>The order alone, of columns whose names begin with <paramref name="prefix"/>.</summary>
    public string OrderBy(string prefix) =>
        _backwards ? $"ORDER BY {prefix}created_at DESC, {prefix}id DESC" : $"ORDER BY {prefix}created_at, {prefix}id";

    /// <summary>Its parameters, then the statement's own.</summary>
    public object?[] Parameters(params object?[] others) => [_key.CreatedAt, _key.Id, _limit, .. others];

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
