using Microsoft.AspNetCore.Http.HttpResults;
using Sluice.Sandbox.Auth;

namespace Sluice.Sandbox.Http;

/// <summary>How every route of the sandbox is mapped: each answer has a JSON body, refusals and failures included.</summary>
internal static partial class SandboxRoutes
{
    /// <summary>A group of routes whose unknown paths answer 404 and whose refusals become the wire's error shape.</summary>
    /// <param name="needsToken">Whether its calls need a token where the sandbox demands them.</param>
    public static RouteGroupBuilder MapSandboxGroup(
        this IEndpointRouteBuilder endpoints, string prefix, Func<Refusal, Refusal>? translate = null, bool needsToken = true)
    {
        var group = endpoints.MapGroup(prefix);
        group.AddEndpointFilter((context, next) => AnswerAsync(context, next, translate ?? (refusal => refusal)));
        if (needsToken)
        {
            group.AddEndpointFilter(async (context, next) =>
            {
                await context.HttpContext.RequestServices.GetRequiredService<BearerTokens>().RequireAsync(context.HttpContext);
                return await next(context);
            });
        }

        return group;
    }

    /// <summary>Answers everything that no other route of the group takes.</summary>
    public static void MapUnknownPaths(this RouteGroupBuilder group) =>
        group.Map("/{**path}", JsonReply (HttpRequest request) => throw RefusedException.NotFound($"no such path: {request.Path}"));

    /// <summary>Maps the methods of one path; any other method is answered with 405 and the list of those there are.</summary>
    public static void MapPath(this RouteGroupBuilder group, string pattern, params (string Method, Delegate Handler)[] operations)
    {
        foreach (var (method, handler) in operations)
        {
            group.MapMethods(pattern, [method], handler);
        }

        var allowed = string.Join(", ", operations.Select(operation => operation.Method));
        group.Map(pattern, JsonReply (HttpContext http) =>
        {
            http.Response.Headers.Allow = allowed;
            throw new RefusedException(new Refusal(
                StatusCodes.Status405MethodNotAllowed, "VALIDATION", $"{http.Request.Method} is not allowed here, only {allowed}"));
        });
    }

    /// <summary>Whether the query says yes to <paramref name="name"/>.</summary>
    public static bool Says(this HttpRequest request, string name) =>
        request.Query[name].ToString().ToUpperInvariant() is "TRUE" or "1" or "YES";

    private static async ValueTask<object?> AnswerAsync(
        EndpointFilterInvocationContext context, EndpointFilterDelegate next, Func<Refusal, Refusal> translate)
    {
        var http = context.HttpContext;
        try
        {
            return await next(context);
        }
        catch (RefusedException exception)
        {
            return JsonReply.Error(translate(exception.Refusal));
        }
        catch (BadHttpRequestException exception)
        {
            return JsonReply.Error(new Refusal(exception.StatusCode, "VALIDATION", exception.Message));
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            return EmptyHttpResult.Instance;
        }
        catch (Exception exception)
        {
            var logger = http.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(SandboxRoutes));
            Log.RequestFailed(logger, exception, http.Request.Method, http.GetEndpoint()?.DisplayName);
            return JsonReply.Error(translate(
                new Refusal(StatusCodes.Status500InternalServerError, "INTERNAL", "the sandbox failed; its log says why")));
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "{Method} {Endpoint} failed")]
        public static partial void RequestFailed(ILogger logger, Exception exception, string method, string? endpoint);
    }
}
