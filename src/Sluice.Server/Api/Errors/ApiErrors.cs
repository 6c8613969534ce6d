using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Sluice.Engine;
using Sluice.Engine.Instances;
using Sluice.Server.Journal;
using Sluice.Server.Partitions;

namespace Sluice.Server.Api.Errors;

/// <summary>Every error of the API: which status, which code, which words.</summary>
internal static class ApiErrors
{
    // The closed set of codes that SDKs of this service can read.
    private const string ValidationCode = "VALIDATION";
    private const string NotFoundCode = "NOT_FOUND";
    private const string InternalCode = "INTERNAL";

    private const int RetryAfterSeconds = 1;

    public static ErrorAnswer From(Refusal refusal) => refusal.Kind switch
    {
        RefusalKind.Validation => Validation(refusal.Message),
        RefusalKind.NotFound => NotFound(refusal.Message),
        RefusalKind.Overloaded => Overloaded(refusal.Message),
        RefusalKind.Unavailable => Unavailable(refusal.Message),
        RefusalKind.Damaged => Internal(refusal.Message),
        _ => throw new UnreachableException($"no status is chosen for a refusal of kind {refusal.Kind}"),
    };

    public static ErrorAnswer Validation(string message) =>
        new(StatusCodes.Status400BadRequest, new ApiError(ValidationCode, message));

    public static ErrorAnswer NotFound(string message) => new(StatusCodes.Status404NotFound, new ApiError(NotFoundCode, message));

    public static ErrorAnswer WorkflowNotFound() => NotFound("Workflow not found");

    public static ErrorAnswer InstanceNotFound() => NotFound("Instance not found");

    public static ErrorAnswer TriggerNotFound() => NotFound("Trigger not found");

    public static ErrorAnswer ParkedMessageNotFound() => NotFound("Parked message not found");

    public static ErrorAnswer InvalidCursor() => Validation("invalid 'cursor' query param");

    public static ErrorAnswer RouteNotFound() => NotFound("there is no such route");

    public static ErrorAnswer MethodNotAllowed(string method, string allowed) =>
        new(StatusCodes.Status405MethodNotAllowed, new ApiError(ValidationCode, $"{method} is not allowed here, only {allowed}"));

    public static ErrorAnswer BodyTooLarge(int bytesMax) =>
        new(StatusCodes.Status413PayloadTooLarge, new ApiError(ValidationCode, $"the body is larger than {bytesMax} bytes"));

    /// <summary>The answer to a request that an exception ended, and whether somebody must be told about it.</summary>
    public static (ErrorAnswer Answer, bool IsBug) From(Exception exception) => exception switch
    {
        JournalUnavailableException => (Unavailable("the store is unavailable; try again"), false),
        JournalFullException full => (Overloaded(full.Message), false),
        JournalDamagedException damaged => (Internal(damaged.Message), true),
        OwnerAwayException => (Unavailable(
            "the node that owns the instance does not answer, and it is unknown whether the request took effect; try again"), false),
        OperationCanceledException => (Unavailable("the server is stopping; try again"), false),
        BadHttpRequestException bad => (new ErrorAnswer(bad.StatusCode, new ApiError(ValidationCode, "the request's body cannot be read")), false),
        _ => (Internal("internal error"), true),
    };

    // Neither the caller nor the request is at fault, and INTERNAL is the only code that says so.
    private static ErrorAnswer Overloaded(string message) =>
        new(StatusCodes.Status429TooManyRequests, new ApiError(InternalCode, message), RetryAfterSeconds);

    private static ErrorAnswer Unavailable(string message) =>
        new(StatusCodes.Status503ServiceUnavailable, new ApiError(InternalCode, message), RetryAfterSeconds);

    private static ErrorAnswer Internal(string message) =>
        new(StatusCodes.Status500InternalServerError, new ApiError(InternalCode, message));
}
