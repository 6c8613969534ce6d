using System.Text.Json.Serialization;

namespace Sluice.Server.Api.Paging;

/// <summary>The envelope of a page.</summary>
/// <param name="Page">The page.</param>
internal sealed record Cursor<T>([property: JsonPropertyName("cursor")] Page<T> Page);

/// <summary>A stretch of a list.</summary>
/// <param name="PageSize">How many items a page has at most.</param>
/// <param name="HasMore">Whether items follow.</param>
/// <param name="Previous">The token of the page before, if there is one.</param>
/// <param name="Next">The token of the page after, if there is one.</param>
/// <param name="Data">The items, oldest first.</param>
internal sealed record Page<T>(int PageSize, bool HasMore, string? Previous, string? Next, IReadOnlyList<T> Data);
