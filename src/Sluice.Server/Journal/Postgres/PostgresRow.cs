using Npgsql;

namespace Sluice.Server.Journal.Postgres;

/// <summary>Reads the columns of a row.</summary>
internal static class PostgresRow
{
    public static DateTimeOffset GetTime(this NpgsqlDataReader row, int column) => row.GetFieldValue<DateTimeOffset>(column);

    public static DateTimeOffset? GetTimeOrNull(this NpgsqlDataReader row, int column) =>
        row.IsDBNull(column) ? null : row.GetTime(column);

    /// <summary>Reads what <see cref="TextColumn.Encode"/> wrote.</summary>
    public static string GetText(this NpgsqlDataReader row, int column) => TextColumn.Decode(row.GetString(column));

    public static string? GetTextOrNull(this NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetText(column);
}
