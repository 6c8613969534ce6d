using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Sluice.Engine;
using Sluice.Server.Api.Bodies;
using Sluice.Server.Api.Resources;

namespace Sluice.Server.Api.OpenApi;

/// <summary>The bodies that requests may have, as the documents show them.</summary>
internal static class RequestBodies
{
    private const string Json = "application/json";

    private const string DefinitionJson = """
        {
          "name": "pay-then-tag",
          "stages": [
            {
              "send": {
                "source": { "account": { "id": "world", "ledger": "default" } },
                "destination": { "account": { "id": "users:${user}", "ledger": "default" } },
                "amount": { "amount": 100, "asset": "USD/2" }
              }
            },
            { "delay": { "duration": "1h" } },
            { "update": { "account": { "id": "users:${user}", "ledger": "default", "metadata": { "paid": "yes" } } } }
          ]
        }
        """;

    private const string DefinitionYaml = """
        name: pay-then-tag
        stages:
          - send:
              source: { account: { id: world, ledger: default } }
              destination: { account: { id: "users:${user}", ledger: default } }
              amount: { amount: 100, asset: USD/2 }
          - delay: { duration: 1h }
          - update:
              account: { id: "users:${user}", ledger: default, metadata: { paid: "yes" } }
        """;

    public static readonly Body Definition = new(
        $"What the workflow does, at most {Limits.DefinitionBytesMax} bytes. YAML is read by the rules of YAML 1.2 and without aliases.",
        Required: true,
        typeof(WorkflowConfig),
        new Dictionary<string, JsonNode>
        {
            [Json] = JsonNode.Parse(DefinitionJson)!,
            [DefinitionBody.OriginalYamlType] = DefinitionYaml,
            [DefinitionBody.YamlType] = DefinitionYaml,
        });

    public static readonly Body Variables = new(
        $"The instance's variables, at most {Limits.VariablesBytesMax} bytes.",
        Required: false,
        typeof(IReadOnlyDictionary<string, string>),
        new Dictionary<string, JsonNode> { [Json] = JsonNode.Parse("""{ "user": "alice" }""")! });

    public static readonly Body Event = new(
        $"The event, at most {Limits.EventBytesMax} bytes. Only its name counts.",
        Required: true,
        typeof(PostedEvent),
        new Dictionary<string, JsonNode> { [Json] = JsonNode.Parse("""{ "name": "approved" }""")! });

    public static readonly Body Trigger = new(
        $"What to wait for and what to start, at most {Limits.TriggerBytesMax} bytes.",
        Required: true,
        typeof(TriggerData),
        new Dictionary<string, JsonNode>
        {
            [Json] = JsonNode.Parse(
                """
                {
                  "name": "pay out what came in", "event": "SAVED_PAYMENT", "filter": "event.status == 'SUCCEEDED'",
                  "workflowID": "0199d3a5-7e5c-7c50-8f3a-0d6a51c9d001", "vars": { "payment": "event.id" }
                }
                """)!,
        });

    public static readonly Body Payload = new(
        $"The payload of an event, without its envelope, at most {Limits.EnvelopeBytesMax} bytes.",
        Required: true,
        typeof(JsonElement),
        new Dictionary<string, JsonNode> { [Json] = JsonNode.Parse("""{ "id": "p1", "status": "SUCCEEDED" }""")! });

    public static readonly Body Envelope = new(
        $"The event in its envelope, at most {Limits.EnvelopeBytesMax} bytes.",
        Required: true,
        typeof(BusinessEvent),
        new Dictionary<string, JsonNode>
        {
            [Json] = JsonNode.Parse(
                """{ "idempotency_key": "7d8a", "app": "payments", "version": "v3", "type": "SAVED_PAYMENT", "payload": { "id": "p1", "status": "SUCCEEDED" } }""")!,
        });

    /// <summary>One body.</summary>
    /// <param name="Description">What it is for.</param>
    /// <param name="Required">Whether there must be one.</param>
    /// <param name="Shape">The type that describes its shape.</param>
    /// <param name="Examples">An example per content type.</param>
    internal sealed record Body(string Description, bool Required, Type Shape, IReadOnlyDictionary<string, JsonNode> Examples)
    {
        public async Task<OpenApiRequestBody> DescribeAsync(OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
        {
            IOpenApiSchema schema = await context.GetOrCreateSchemaAsync(Shape, null, cancellationToken);
            if (Schemas.NameOf(Shape) is { } name && context.Document is { } document)
            {
                document.AddComponent(name, schema);
                schema = new OpenApiSchemaReference(name, document);
            }

            return new OpenApiRequestBody
            {
                Description = Description,
                Required = Required,
                Content = Examples.ToDictionary(
                    example => example.Key,
                    example => new OpenApiMediaType { Schema = schema, Example = example.Value.DeepClone() }),
            };
        }
    }
}
