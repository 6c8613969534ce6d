using Sluice.Sandbox.Ledger.Endpoints;

namespace Sluice.Sandbox.Http;

/// <summary>What the stack's gateway answers itself.</summary>
internal static class GatewayEndpoints
{
    public static void MapGateway(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapSandboxGroup("").MapPath("/versions", (HttpMethods.Get, Versions));

    private static JsonReply Versions() => JsonReply.Ok(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("region", "local");
        writer.WriteString("env", "sandbox");
        writer.WriteStartArray("versions");
        writer.WriteStartObject();
        writer.WriteString("name", "ledger");
        writer.WriteString("version", InfoEndpoints.Version);
        writer.WriteBoolean("health", true);
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteEndObject();
    });
}
