namespace Sluice.Engine;

/// <summary>Why a request was refused: an expected answer, never an exception.</summary>
/// <param name="Kind">What kind of refusal this is; the HTTP edge maps it to a status and an <c>errorCode</c>.</param>
/// <param name="Message">A sentence for the caller that names the offending field and the rule it broke.</param>
public sealed record Refusal(RefusalKind Kind, string Message)
{
    /// <summary>A refusal because the request itself is wrong.</summary>
    public static Refusal Validation(string message) => new(RefusalKind.Validation, message);

    /// <summary>A refusal because the named thing does not exist.</summary>
    public static Refusal NotFound(string message) => new(RefusalKind.NotFound, message);
}
