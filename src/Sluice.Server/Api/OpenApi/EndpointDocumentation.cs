using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Sluice.Server.Api.Errors;

namespace Sluice.Server.Api.OpenApi;

/// <summary>What routes tell their documents beyond their handlers' types.</summary>
internal static class EndpointDocumentation
{
    /// <summary>Documents answers that are not successes. All have the same shape.</summary>
    public static T WithErrors<T>(this T endpoint, params int[] statuses)
        where T : IEndpointConventionBuilder
    {
        foreach (var status in statuses)
        {
            endpoint.WithMetadata(new ProducesResponseTypeMetadata(status, typeof(ApiError), ["application/json"]));
        }

        return endpoint;
    }

    /// <summary>Documents the body. Handlers read bodies themselves, within bounds, so their types do not show them.</summary>
    public static RouteHandlerBuilder WithBody(this RouteHandlerBuilder endpoint, RequestBodies.Body body) =>
        endpoint.AddOpenApiOperationTransformer(async (operation, context, cancellationToken) =>
            operation.RequestBody = await body.DescribeAsync(context, cancellationToken));
}
