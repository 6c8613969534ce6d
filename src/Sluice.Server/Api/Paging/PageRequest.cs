using System.Globalization;
using Sluice.Engine;
using Sluice.Server.Api.Bodies;
using Sluice.Server.Api.Errors;
using Sluice.Server.Journal;

namespace Sluice.Server.Api.Paging;

/// <summary>A page that is asked for.</summary>
/// <param name="Filter">The list.</param>
/// <param name="PageSize">How many items at most.</param>
/// <param name="After">The place it follows, on the way forward.</param>
/// <param name="Before">The place it precedes, on the way back. At most one of the two is set.</param>
internal sealed record PageRequest(ListFilter Filter, int PageSize, ListKey? After = null, ListKey? Before = null)
{
    private const int PageSizeDefault = 15;
    private const int PageSizeMax = 100;

    /// <summary>Reads the query of a list of triggers.</summary>
    /// <param name="name">What their names are to contain; null or empty for all.</param>
    /// <param name="pageSize">The page's size.</param>
    /// <param name="cursor">The page's token.</param>
    public static Parsed<PageRequest> Read(string? name, string? pageSize, string? cursor) =>
        name?.Length > Limits.NameSearchCharsMax && string.IsNullOrEmpty(cursor)
            ? ApiErrors.Validation($"name: longer than {Limits.NameSearchCharsMax} characters")
            : Read(new ListFilter(PagedList.Triggers, Name: string.IsNullOrEmpty(name) ? null : name), pageSize, cursor);

    /// <summary>Reads the query's two paging parameters. A cursor overrides everything else, filters included.</summary>
    public static Parsed<PageRequest> Read(ListFilter filter, string? pageSize, string? cursor)
    {
        if (!string.IsNullOrEmpty(cursor))
        {
            return PageToken.TryDecode(cursor, filter.List, PageSizeMax, out var request)
                ? Parsed<PageRequest>.Of(request)
                : ApiErrors.InvalidCursor();
        }

        if (string.IsNullOrEmpty(pageSize))
        {
            return Parsed<PageRequest>.Of(new PageRequest(filter, PageSizeDefault));
        }

        return ulong.TryParse(pageSize, NumberStyles.None, CultureInfo.InvariantCulture, out var size)
            ? Parsed<PageRequest>.Of(new PageRequest(filter, size == 0 ? PageSizeDefault : (int)Math.Min(size, PageSizeMax)))
            : ApiErrors.Validation("invalid 'pageSize' query param");
    }
}
