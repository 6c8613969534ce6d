using System.Text.Json;
using Sluice.Sandbox.Http;

namespace Sluice.Sandbox.Ledger.Queries;

/// <summary>One page of a list and the cursors to its neighbours, each <c>null</c> when there is no such page.</summary>
internal sealed record Page<T>(IReadOnlyList<T> Rows, int PageSize, string? Previous, string? Next)
{
    /// <summary>Takes a page from rows that are already read in the request's direction from its bookmark on.</summary>
    public static Page<T> Take(PageRequest request, IEnumerable<T> rows, Predicate<T> filter, Func<T, string> keyOf)
    {
        // One row more than the page tells whether there is another page.
        var taken = rows.Where(row => filter(row)).Take(request.PageSize + 1).ToList();
        var goesOn = taken.Count > request.PageSize;
        if (goesOn)
        {
            taken.RemoveAt(request.PageSize);
        }

        if (request.Backwards)
        {
            taken.Reverse();
        }

        var (before, after) = request.Backwards ? (goesOn, true) : (request.Bookmark is not null, goesOn);
        return new Page<T>(
            taken,
            request.PageSize,
            before && taken.Count > 0 ? request.Encode(keyOf(taken[0]), backwards: true) : null,
            after && taken.Count > 0 ? request.Encode(keyOf(taken[^1]), backwards: false) : null);
    }

    public JsonReply ToReply(Action<Utf8JsonWriter, T> writeRow) => JsonReply.Ok(writer =>
    {
        writer.WriteStartObject();
        writer.WriteStartObject("cursor");
        writer.WriteNumber("pageSize", PageSize);
        writer.WriteBoolean("hasMore", Next is not null);
        if (Previous is not null)
        {
            writer.WriteString("previous", Previous);
        }

        if (Next is not null)
        {
            writer.WriteString("next", Next);
        }

        writer.WriteStartArray("data");
        foreach (var row in Rows)
        {
            writeRow(writer, row);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteEndObject();
    });
}
