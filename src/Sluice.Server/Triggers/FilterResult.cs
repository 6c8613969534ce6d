using Sluice.Expressions;

namespace Sluice.Server.Triggers;

/// <summary>What a filter says of an event.</summary>
/// <param name="Match">Whether the trigger wants it.</param>
/// <param name="Error">Why it cannot be told; the event then does not match.</param>
public readonly record struct FilterResult(bool Match, string? Error)
{
    /// <summary>It is wanted.</summary>
    public static FilterResult Matches => new(true, null);

    /// <summary>It is not.</summary>
    public static FilterResult Differs => new(false, null);

    /// <summary>What an evaluation of the filter says.</summary>
    public static FilterResult Of(EvaluationResult result) => !result.Succeeded ? new FilterResult(false, result.Error.Message)
        : result.Value.Kind != ValueKind.Bool ? new FilterResult(false, "the filter gives neither true nor false")
        : result.Value.IsTrue ? Matches
        : Differs;
}
