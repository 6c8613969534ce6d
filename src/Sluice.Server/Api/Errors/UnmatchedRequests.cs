using Microsoft.AspNetCore.Http;

namespace Sluice.Server.Api.Errors;

/// <summary>
/// Gives a body to the two answers that routing makes without one: no such route, and not by this method. SDKs cannot read an
/// error without a body. An answer that somebody's endpoint made is left alone.
/// </summary>
internal static class UnmatchedRequests
{
    public static Task AnswerAsync(HttpContext context, RequestDelegate next)
    {
        var handled = next(context);
        return handled.IsCompletedSuccessfully ? CompleteAsync(context) : AwaitedAsync(handled, context);
    }

    private static async Task AwaitedAsync(Task handled, HttpContext context)
    {
        await handled;
        await CompleteAsync(context);
    }

    private static Task CompleteAsync(HttpContext context)
    {
        var response = context.Response;
        if (response.HasStarted || response.ContentType is not null)
        {
            return Task.CompletedTask;
        }

        return response.StatusCode switch
        {
            StatusCodes.Status404NotFound when context.GetEndpoint() is null => ApiErrors.RouteNotFound().ExecuteAsync(context),
            StatusCodes.Status405MethodNotAllowed =>
                ApiErrors.MethodNotAllowed(context.Request.Method, response.Headers.Allow.ToString()).ExecuteAsync(context),
            _ => Task.CompletedTask,
        };
    }
}
