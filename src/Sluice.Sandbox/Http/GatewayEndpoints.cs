using System.Text.Json;
using Sluice.Sandbox.Auth;
using Sluice.Sandbox.Ledger.Endpoints;
using Sluice.Sandbox.Payments.Endpoints;
using Sluice.Sandbox.Wallets.Endpoints;

namespace Sluice.Sandbox.Http;

/// <summary>What the stack's gateway answers itself.</summary>
internal static class GatewayEndpoints
{
    public static void MapGateway(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapSandboxGroup("", needsToken: false).MapPath("/versions", (HttpMethods.Get, Versions));

    private static JsonReply Versions() => JsonReply.Ok(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("region", "local");
        writer.WriteString("env", "sandbox");
        writer.WriteStartArray("versions");
        WriteService(writer, "ledger", InfoEndpoints.Version);
        WriteService(writer, "wallets", WalletEndpoints.Version);
        WriteService(writer, "payments", PaymentsEndpoints.Version);
        WriteService(writer, "auth", AuthEndpoints.Version);
        writer.WriteEndArray();
        writer.WriteEndObject();
    });

    private static void WriteService(Utf8JsonWriter writer, string name, string version)
    {
        writer.WriteStartObject();
        writer.WriteString("name", name);
        writer.WriteString("version", version);
        writer.WriteBoolean("health", true);
        writer.WriteEndObject();
    }
}
