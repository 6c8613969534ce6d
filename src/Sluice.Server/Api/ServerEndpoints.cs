using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Sluice.Server.Api.Answers;
using Sluice.Server.Api.Errors;
using Sluice.Server.Api.Resources;
using Sluice.Server.Consuming;
using Sluice.Server.Journal;
using Sluice.Server.Partitions;
using Sluice.Server.Publishing;

namespace Sluice.Server.Api;

/// <summary>What the server says about itself.</summary>
internal static class ServerEndpoints
{
    private const string Tag = "Server";

    public static void Map(RouteGroupBuilder group, ApiVersion version) =>
        group.MapGet("/_info", Info)
            .WithName(version.Name == "v1" ? "orchestrationgetServerInfo" : version.Operation("getServerInfo"))
            .WithTags(Tag).WithSummary("Get the server's version");

    /// <summary>Maps the health check: it belongs to no version, and its failures have a shape of their own.</summary>
    public static void MapHealth(IEndpointRouteBuilder routes) =>
        routes.MapGet("/_healthcheck", HealthAsync)
            .WithName("healthcheck").WithGroupName(ApiVersion.All[0].Name)
            .WithTags(Tag).WithSummary("Check that the store can be written to")
            .Produces<ServerHealth>(StatusCodes.Status200OK).Produces<ServerHealth>(StatusCodes.Status500InternalServerError)
            .Add(ErrorBoundary.Enclose);

    private static OkAnswer<ServerInfo> Info(ApiOptions options) => new(new ServerInfo(options.Version));

    private static async Task HealthAsync(
        HttpContext context, IStoreHealth store, EventPublishing publishing, ConsumingState consuming, OpenPartitions partitions)
    {
        var fault = await store.CheckAsync(context.RequestAborted);

        // A bus that is away is told and is no failure: restarting this process would not bring it back.
        var published = fault is null ? await publishing.CheckAsync(context.RequestAborted) : null;
        await AnswerWriter.WriteAsync(
            context,
            fault is null ? StatusCodes.Status200OK : StatusCodes.Status500InternalServerError,
            new ServerHealth(fault ?? "OK", published, fault is null ? consuming.Check() : null, partitions.Shown));
    }
}
