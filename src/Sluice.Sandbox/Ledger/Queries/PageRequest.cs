using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Sluice.Sandbox.Http;
using Sluice.Sandbox.Ledger.Model;

namespace Sluice.Sandbox.Ledger.Queries;

/// <summary>
/// Which rows of a list to answer. A page starts after a row rather than at an offset, so rows that arrive meanwhile neither
/// repeat nor hide others.
/// </summary>
/// <param name="Resource">What is listed; a cursor of another list is refused.</param>
/// <param name="Query">The filter as the client sent it, or <c>null</c> for all rows.</param>
/// <param name="Bookmark">The key of the row next to the page, or <c>null</c> at the beginning.</param>
/// <param name="Backwards">Whether the page lies before the bookmark rather than after it.</param>
internal sealed record PageRequest(
    string Resource, int PageSize, bool Descending, JsonElement? Query, bool Expanded, string? Bookmark, bool Backwards)
{
    /// <summary>The largest query, in bytes: it travels inside the cursor, which has to fit into a URL.</summary>
    public const int QueryBytesMax = 4096;

    private const int PageSizeDefault = 15;
    private const int PageSizeMax = 1000;

    // Silently answering for now when asked about then would be worse than refusing.
    private static readonly string[] Unsupported = ["pit", "startTime", "endTime", "groupBy"];

    /// <summary>All rows in their natural order, for counting and summing.</summary>
    public static PageRequest Everything { get; } = new("", int.MaxValue, false, null, false, null, false);

    /// <summary>The direction the rows are read in to make this page.</summary>
    public bool ScansDescending => Descending != Backwards;

    /// <param name="sortField">The only field the list can be sorted by.</param>
    /// <exception cref="RefusedException">VALIDATION: a parameter, the cursor or the query is not what it should be.</exception>
    public static async Task<PageRequest> ReadAsync(
        HttpRequest request, string resource, string sortField, bool descending, CancellationToken cancellationToken)
    {
        if (request.Query["cursor"].ToString() is { Length: > 0 } cursor)
        {
            return Decode(cursor, resource) ?? throw RefusedException.Validation("invalid 'cursor' query param");
        }

        return new PageRequest(
            resource,
            ReadPageSize(request),
            ReadOrder(request, sortField, descending),
            await ReadQueryAsync(request, cancellationToken),
            request.Query["expand"].Count > 0,
            null,
            false);
    }

    /// <summary>The filter of a request, from its <c>query</c> parameter or its body.</summary>
    public static async Task<JsonElement?> ReadQueryAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (Array.Find(Unsupported, request.Query.ContainsKey) is { } unsupported)
        {
            throw RefusedException.Validation($"'{unsupported}' is not supported by the sandbox");
        }

        var query = request.Query["query"].ToString() is { Length: > 0 } text
            ? JsonBody.Parse(Encoding.UTF8.GetBytes(text), "query")
            : await JsonBody.ReadAsync(request, cancellationToken);
        if (query is not { } present || (present.ValueKind == JsonValueKind.Object && present.GetPropertyCount() == 0))
        {
            return null;
        }

        return present.GetRawText().Length <= QueryBytesMax
            ? present
            : throw RefusedException.Validation($"query is larger than {QueryBytesMax} bytes");
    }

    public string Encode(string bookmark, bool backwards) => Base64Url.EncodeToString(JsonText.Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("resource", Resource);
        writer.WriteNumber("pageSize", PageSize);
        writer.WriteBoolean("descending", Descending);
        writer.WriteBoolean("expanded", Expanded);
        writer.WriteBoolean("backwards", backwards);
        writer.WriteString("bookmark", bookmark);
        if (Query is { } query)
        {
            writer.WritePropertyName("query");
            query.WriteTo(writer);
        }

        writer.WriteEndObject();
    }).Span);

    private static PageRequest? Decode(string cursor, string resource)
    {
        try
        {
            var root = JsonBody.Parse(Base64Url.DecodeFromChars(cursor), "cursor").AsObject("cursor");
            var pageSize = (int)root.RequiredInteger("pageSize");
            return root.RequiredText("resource") == resource && pageSize is > 0 and <= PageSizeMax
                ? new PageRequest(
                    resource,
                    pageSize,
                    root.Flag("descending"),
                    root.Field("query"),
                    root.Flag("expanded"),
                    root.RequiredText("bookmark"),
                    root.Flag("backwards"))
                : null;
        }
        catch (Exception exception) when (exception is FormatException or OverflowException or RefusedException)
        {
            return null;
        }
    }

    private static int ReadPageSize(HttpRequest request)
    {
        var text = request.Query["pageSize"].ToString();
        if (text.Length == 0)
        {
            return PageSizeDefault;
        }

        return uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var size)
            ? size == 0 ? PageSizeDefault : (int)Math.Min(size, PageSizeMax)
            : throw RefusedException.Validation("invalid 'pageSize' query param");
    }

    private static bool ReadOrder(HttpRequest request, string sortField, bool descending) => request.Query["sort"].ToString() switch
    {
        "" => descending,
        var sort when sort == sortField + ":asc" || sort == sortField => false,
        var sort when sort == sortField + ":desc" => true,
        _ => throw RefusedException.Validation($"invalid 'sort' query param: only {sortField}:asc and {sortField}:desc are supported"),
    };
}
