namespace Sluice.Client;

/// <summary>A part of a list.</summary>
/// <typeparam name="T">What is listed.</typeparam>
/// <param name="Data">The items, at most 100.</param>
/// <param name="HasMore">Whether another page follows.</param>
/// <param name="Next">The cursor of that page; unset on the last one.</param>
public sealed record Page<T>(IReadOnlyList<T> Data, bool HasMore, string? Next = null);
