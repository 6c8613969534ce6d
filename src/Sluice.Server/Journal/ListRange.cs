namespace Sluice.Server.Journal;

/// <summary>A place in a list that is ordered by time of creation, then by id. Unlike an offset it costs the same anywhere.</summary>
/// <param name="CreatedAt">The time.</param>
/// <param name="Id">The id.</param>
public readonly record struct ListKey(DateTimeOffset CreatedAt, Guid Id);

/// <summary>A stretch of a list, oldest first.</summary>
/// <param name="After">Only what follows this place; null for the list's beginning.</param>
/// <param name="Before">
/// Only what precedes this place, and of that the last <paramref name="Limit"/>. At most one of the two is set.
/// </param>
/// <param name="Limit">At most this many.</param>
public readonly record struct ListRange(ListKey? After, ListKey? Before, int Limit);
