namespace Sluice.Sandbox.Http;

/// <summary>
/// Ends a request with a refusal. Reading a request is a deep recursion whose every leaf may refuse, so this is an
/// exception; it is caught in two places only, by the routes and by the writer, and never leaves the sandbox.
/// </summary>
internal sealed class RefusedException(Refusal refusal) : Exception(refusal.Message)
{
    public Refusal Refusal { get; } = refusal;

    public static RefusedException Validation(string message) => BadRequest("VALIDATION", message);

    public static RefusedException BadRequest(string code, string message) =>
        new(new Refusal(StatusCodes.Status400BadRequest, code, message));

    public static RefusedException NotFound(string message) => new(new Refusal(StatusCodes.Status404NotFound, "NOT_FOUND", message));

    public static RefusedException LedgerNotFound(string name) =>
        new(new Refusal(StatusCodes.Status404NotFound, "LEDGER_NOT_FOUND", $"ledger \"{name}\" does not exist"));

    public static RefusedException Conflict(string message) => new(new Refusal(StatusCodes.Status409Conflict, "CONFLICT", message));

    public static RefusedException Busy(string message) =>
        new(new Refusal(StatusCodes.Status503ServiceUnavailable, "INTERNAL", message) { RetryAfterSeconds = 1 });
}
