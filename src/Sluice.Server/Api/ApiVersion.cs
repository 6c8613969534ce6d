using Microsoft.AspNetCore.Routing;

namespace Sluice.Server.Api;

/// <summary>A version of the API: both are served side by side and share every operation whose shapes agree.</summary>
/// <param name="Name">The version as its OpenAPI document is named.</param>
/// <param name="Prefix">What its routes start with.</param>
/// <param name="MapOwn">Maps the operations whose shapes only this version has.</param>
internal sealed record ApiVersion(string Name, string Prefix, Action<RouteGroupBuilder> MapOwn)
{
    public static readonly IReadOnlyList<ApiVersion> All =
    [
        new("v1", "", group =>
        {
            V1.WorkflowEndpoints.Map(group);
            V1.InstanceEndpoints.Map(group);
            V1.TriggerEndpoints.Map(group);
        }),
        new("v2", "/v2", group =>
        {
            V2.WorkflowEndpoints.Map(group);
            V2.InstanceEndpoints.Map(group);
            V2.TriggerEndpoints.Map(group);
            V2.ParkedMessageEndpoints.Map(group);
        }),
    ];

    /// <summary>The name of an operation in this version: <c>getWorkflow</c>, <c>v2GetWorkflow</c>.</summary>
    public string Operation(string name) => Name == "v1" ? name : $"{Name}{char.ToUpperInvariant(name[0])}{name[1..]}";
}
