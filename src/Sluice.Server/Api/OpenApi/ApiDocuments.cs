using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;
using Scalar.AspNetCore;

namespace Sluice.Server.Api.OpenApi;

/// <summary>The OpenAPI documents of the API, one per version, and the page that shows them.</summary>
internal static class ApiDocuments
{
    public static IServiceCollection AddApiDocument(this IServiceCollection services, ApiVersion version, ApiOptions api) =>
        services.AddOpenApi(version.Name, options =>
        {
            options.ShouldInclude = operation => operation.GroupName == version.Name;
            options.CreateSchemaReferenceId = Schemas.NameOf;
            options.AddSchemaTransformer(Schemas.CorrectAsync);
            options.AddOperationTransformer((operation, _, _) =>
            {
                Parameters.Describe(operation);
                Responses.Describe(operation);
                return Task.CompletedTask;
            });
            options.AddDocumentTransformer((document, _, _) =>
            {
                document.Info = new OpenApiInfo
                {
                    Title = $"Sluice {version.Name}",
                    Version = api.Version,
                    Description = "Durable money flows: workflows, their instances, and the history of both.",
                };
                document.Servers = [new OpenApiServer { Url = "/" }, new OpenApiServer { Url = "/api/orchestration" }];
                Schemas.DropNulls(document);
                return Task.CompletedTask;
            });
        });

    public static void MapApiDocuments(this IEndpointRouteBuilder routes)
    {
        foreach (var version in ApiVersion.All)
        {
            // Routes do not change while the server runs, so a document is made once, whoever asks how often.
            var document = new Lazy<Task<string>>(() => WriteAsync(routes.ServiceProvider, version));
            routes.MapGet($"/openapi/{version.Name}.json", async () => Results.Text(await document.Value, "application/json")).ExcludeFromDescription();
        }

        routes.MapScalarApiReference("/docs", options =>
        {
            options.WithTitle("Sluice API").WithOpenApiRoutePattern("/openapi/{documentName}.json");
            foreach (var version in ApiVersion.All)
            {
                options.AddDocument(version.Name, $"Version {version.Name[1..]}");
            }

            // The page works where nothing but this server can be reached, and tells nobody that it is read.
            options.DisableDefaultFonts().DisableTelemetry().DisableAgent().DisableMcp().HideDeveloperTools().HideClientButton();
        });
    }

    private static async Task<string> WriteAsync(IServiceProvider services, ApiVersion version)
    {
        await using var scope = services.CreateAsyncScope();
        var document = await scope.ServiceProvider.GetRequiredKeyedService<IOpenApiDocumentProvider>(version.Name).GetOpenApiDocumentAsync();
        return await document.SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_1);
    }
}
