using Microsoft.AspNetCore.Http;
using Sluice.Server.Api.Answers;

namespace Sluice.Server.Api.Errors;

/// <summary>An answer that is not a success.</summary>
/// <param name="status">The HTTP status.</param>
/// <param name="error">The body.</param>
/// <param name="retryAfterSeconds">When the same request may succeed, if it may.</param>
internal sealed class ErrorAnswer(int status, ApiError error, int? retryAfterSeconds = null) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        if (retryAfterSeconds is { } seconds)
        {
            httpContext.Response.Headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        return AnswerWriter.WriteWholeAsync(httpContext, status, error);
    }
}
