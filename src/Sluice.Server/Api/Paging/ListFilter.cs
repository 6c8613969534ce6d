namespace Sluice.Server.Api.Paging;

/// <summary>Which list is paged through, and what it is narrowed to. Tokens carry it, so that a walk keeps to its list.</summary>
/// <param name="List">The list.</param>
/// <param name="Owner">Only instances of this workflow, or occurrences of this trigger; null for all.</param>
/// <param name="RunningOnly">Only instances that have not ended.</param>
/// <param name="Name">Only triggers whose names contain this; null for all.</param>
internal readonly record struct ListFilter(PagedList List, Guid? Owner = null, bool RunningOnly = false, string? Name = null);

/// <summary>The lists with pages. The numbers are part of tokens.</summary>
internal enum PagedList : byte
{
    /// <summary>The workflows that are not deleted.</summary>
    Workflows = 1,

    /// <summary>The instances of those workflows.</summary>
    Instances = 2,

    /// <summary>The triggers that are not deleted.</summary>
    Triggers = 3,

    /// <summary>The occurrences of a trigger.</summary>
    Occurrences = 4,

    /// <summary>The parked messages.</summary>
    ParkedMessages = 5,
}
