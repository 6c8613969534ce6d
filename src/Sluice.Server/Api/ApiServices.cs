using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Sluice.Server.Api.Errors;
using Sluice.Server.Api.OpenApi;
using Sluice.Server.Api.Paging;

namespace Sluice.Server.Api;

/// <summary>Registers and maps the HTTP API.</summary>
public static class ApiServices
{
    /// <summary>
    /// Adds what the HTTP API needs beside the use cases. From here on the application also answers below
    /// <c>/api/orchestration</c>, the prefix that SDKs call without a gateway in front.
    /// </summary>
    /// <param name="services">The application's services.</param>
    /// <param name="options">The operator's settings.</param>
    public static IServiceCollection AddApi(this IServiceCollection services, ApiOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton<IStartupFilter, ApiPipeline>();
        services.AddSingleton<AwaitedInstance>();
        services.AddSingleton<ApiLists>();
        foreach (var version in ApiVersion.All)
        {
            services.AddApiDocument(version, options);
        }

        return services;
    }

    /// <summary>Maps every route of the API, its OpenAPI documents at <c>/openapi</c>, and their reader at <c>/docs</c>.</summary>
    /// <param name="routes">The application's routes; other routes of the application stay as they are.</param>
    public static IEndpointRouteBuilder MapApi(this IEndpointRouteBuilder routes)
    {
        foreach (var version in ApiVersion.All)
        {
            var group = routes.MapGroup(version.Prefix).WithGroupName(version.Name).WithErrors(
                StatusCodes.Status500InternalServerError, StatusCodes.Status503ServiceUnavailable);
            ((IEndpointConventionBuilder)group).Add(ErrorBoundary.Enclose);
            ServerEndpoints.Map(group, version);
            WorkflowEndpoints.Map(group, version);
            InstanceEndpoints.Map(group, version);
            TriggerEndpoints.Map(group, version);
            version.MapOwn(group);
        }

        routes.MapHealth();
        routes.MapApiDocuments();
        return routes;
    }

    /// <summary>Maps the health check alone.</summary>
    public static IEndpointRouteBuilder MapHealth(this IEndpointRouteBuilder routes)
    {
        ServerEndpoints.MapHealth(routes);
        return routes;
    }
}
