using System.Net;

namespace Sluice.Client;

/// <summary>A service answered, and the answer is a refusal or not what its API promises.</summary>
/// <remarks>When no answer came at all, the clients throw <see cref="HttpRequestException"/> instead.</remarks>
public sealed class ApiException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="statusCode">The answer's status.</param>
    /// <param name="errorCode">The service's own code; empty when it gave none.</param>
    /// <param name="message">The service's own words, or what was wrong with its answer.</param>
    /// <param name="innerException">Why the answer could not be read.</param>
    public ApiException(HttpStatusCode statusCode, string errorCode, string message, Exception? innerException = null)
        : base(message, innerException)
    {
        StatusCode = statusCode;
        ErrorCode = errorCode;
    }

    /// <summary>The answer's status; a success when the body was what could not be read.</summary>
    public HttpStatusCode StatusCode { get; }

    /// <summary>The service's own code, such as <c>VALIDATION</c> or <c>NOT_FOUND</c>; empty when it gave none.</summary>
    public string ErrorCode { get; }
}
