namespace Sluice.Server.Api.Paging;

/// <summary>Which list is paged through, and what it is narrowed to. Tokens carry it, so that a walk keeps to its list.</summary>
/// <param name="List">The list.</param>
/// <param name="WorkflowId">Only instances of this workflow; null for all.</param>
/// <param name="RunningOnly">Only instances that have not ended.</param>
internal readonly record struct ListFilter(PagedList List, Guid? WorkflowId = null, bool RunningOnly = false);

/// <summary>The lists with pages. The numbers are part of tokens.</summary>
internal enum PagedList : byte
{
    /// <summary>The workflows that are not deleted.</summary>
    Workflows = 1,

    /// <summary>The instances of those workflows.</summary>
    Instances = 2,
}
