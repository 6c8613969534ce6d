using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Sluice.Server.Api.Errors;

/// <summary>
/// Turns what an endpoint throws into the API's error shape. It encloses each endpoint, not the application, so that the routes of
/// others keep their own behaviour, and so that no page for developers gets between.
/// </summary>
internal static partial class ErrorBoundary
{
    public static void Enclose(EndpointBuilder endpoint)
    {
        var handle = endpoint.RequestDelegate!;
        endpoint.RequestDelegate = context => HandleAsync(handle, context);
    }

    private static async Task HandleAsync(RequestDelegate handle, HttpContext context)
    {
        try
        {
            await handle(context);
        }
        catch (Exception) when (context.RequestAborted.IsCancellationRequested)
        {
            // The caller is gone; nobody reads an answer.
        }
        catch (Exception exception)
        {
            await AnswerAsync(context, exception);
        }
    }

    private static Task AnswerAsync(HttpContext context, Exception exception)
    {
        var (answer, isBug) = ApiErrors.From(exception);
        if (isBug)
        {
            Log.RequestFailed(Logger(context), context.Request.Method, context.GetEndpoint()?.DisplayName, exception);
        }

        if (!context.Response.HasStarted && context.Response.BodyWriter.UnflushedBytes == 0)
        {
            context.Response.Clear();
            return answer.ExecuteAsync(context);
        }

        // Half an answer is out. Cutting the connection is the only way left to say that it is not whole.
        context.Abort();
        return Task.CompletedTask;
    }

    private static ILogger Logger(HttpContext context) =>
        context.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(ErrorBoundary));

    private static partial class Log
    {
        [LoggerMessage(EventId = 1, Level = LogLevel.Error, Message = "{Method} {Endpoint} failed")]
        public static partial void RequestFailed(ILogger logger, string method, string? endpoint, Exception exception);
    }
}
