using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Sluice.Server.Api.Errors;

namespace Sluice.Server.Api;

/// <summary>
/// Puts the API's two middlewares before everything else, routing included, wherever the application maps its routes: a prefix
/// can only be taken off before a route is chosen.
/// </summary>
internal sealed class ApiPipeline : IStartupFilter
{
    private const string StackPrefix = "/api/orchestration";

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.UsePathBase(StackPrefix);
        app.Use(UnmatchedRequests.AnswerAsync);
        next(app);
    };
}
