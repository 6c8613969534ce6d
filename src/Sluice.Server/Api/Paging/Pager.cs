using System.Runtime.CompilerServices;
using Sluice.Server.Journal;

namespace Sluice.Server.Api.Paging;

/// <summary>Reads a list page by page.</summary>
/// <param name="list">Reads a stretch of the list.</param>
/// <param name="keyOf">An item's place in the list.</param>
internal sealed class Pager<T>(Func<ListRange, CancellationToken, Task<IReadOnlyList<T>>> list, Func<T, ListKey> keyOf)
{
    private const int StretchMax = 100;

    /// <summary>Reads one page and finds out what lies on either side of it.</summary>
    public async Task<Page<T>> ReadAsync(PageRequest request, CancellationToken cancellationToken)
    {
        // One item more than the page holds tells whether the list goes on in the direction of the walk.
        var read = await list(new ListRange(request.After, request.Before, request.PageSize + 1), cancellationToken);
        var goesOn = read.Count > request.PageSize;
        if (request.Before is not { } before)
        {
            var items = goesOn ? read.SkipLast(1).ToList() : read;
            return Page(request, items, hasPrevious: request.After is not null, hasNext: goesOn, request.After);
        }

        var earlier = goesOn ? read.Skip(1).ToList() : read;
        return Page(request, earlier, hasPrevious: goesOn, hasNext: await AnyFromAsync(before, cancellationToken), before);
    }

    /// <summary>Reads the whole list, holding one stretch of it at a time. The first is there when the task completes.</summary>
    public async Task<IAsyncEnumerable<T>> ReadAllAsync(CancellationToken cancellationToken)
    {
        var first = await list(new ListRange(null, null, StretchMax), cancellationToken);
        return FromAsync(first, cancellationToken);
    }

    private async IAsyncEnumerable<T> FromAsync(IReadOnlyList<T> stretch, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            foreach (var item in stretch)
            {
                yield return item;
            }

            if (stretch.Count < StretchMax)
            {
                yield break;
            }

            stretch = await list(new ListRange(keyOf(stretch[^1]), null, StretchMax), cancellationToken);
        }
    }

    private async Task<bool> AnyFromAsync(ListKey key, CancellationToken cancellationToken) =>
        (await list(new ListRange(JustBefore(key), null, 1), cancellationToken)).Count > 0;

    private Page<T> Page(PageRequest request, IReadOnlyList<T> items, bool hasPrevious, bool hasNext, ListKey? origin)
    {
        // A page can be empty when its items were deleted since its token was made; then the walk turns round at the token's item.
        var (first, last) = items.Count > 0 ? (keyOf(items[0]), keyOf(items[^1])) : (JustAfter(origin), JustBefore(origin));
        return new Page<T>(
            request.PageSize,
            hasNext,
            hasPrevious ? PageToken.Encode(request with { After = null, Before = first }) : null,
            hasNext ? PageToken.Encode(request with { After = last, Before = null }) : null,
            items);
    }

    private static ListKey JustBefore(ListKey? key) =>
        key is { } place ? new(place.CreatedAt.AddTicks(-TimeSpan.TicksPerMicrosecond), Guid.AllBitsSet) : default;

    private static ListKey JustAfter(ListKey? key) =>
        key is { } place ? new(place.CreatedAt.AddTicks(TimeSpan.TicksPerMicrosecond), Guid.Empty) : default;
}
