using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using Sluice.Engine;

namespace Sluice.Server.Api.OpenApi;

/// <summary>
/// The parameters of all operations. Handlers take them as text, because a wrong one must be answered in the API's words; here is
/// what the text stands for.
/// </summary>
internal static class Parameters
{
    private static readonly Dictionary<string, (string Description, Func<OpenApiSchema> Schema)> Known = new(StringComparer.Ordinal)
    {
        ["flowId"] = ("The workflow.", Uuid),
        ["workflowID"] = ("The workflow.", Uuid),
        ["instanceID"] = ("The instance.", Uuid),
        ["triggerID"] = ("The trigger.", Uuid),
        ["messageID"] = ("The parked message.", Uuid),
        ["name"] = ("Only triggers whose names contain this, whatever the case.", Name),
        ["Message-Uuid"] = ("The message's id, by which an event without an idempotency key is recognized when it is handed in again.", MessageId),
        ["number"] = ("The stage's place in the workflow, from 0.", () => Integer(0, Limits.StagesMax - 1)),
        ["wait"] = ("Whether to answer only when the instance has ended, or the server waits no longer.", Flag),
        ["running"] = ("Whether to list only instances that have not ended.", Flag),
        ["pageSize"] = ("How many items a page has at most. More than 100 count as 100.", PageSize),
        ["cursor"] = ("The token of a page, as an earlier page gave it. All other parameters are ignored then.", Text),
        ["Idempotency-Key"] = ("The same key on the same workflow starts one instance, however often it is sent.", Key),
    };

    public static void Describe(OpenApiOperation operation)
    {
        foreach (var parameter in operation.Parameters?.OfType<OpenApiParameter>() ?? [])
        {
            var (description, schema) = Known[parameter.Name!];
            (parameter.Description, parameter.Schema) = (description, schema());
        }
    }

    private static OpenApiSchema Text() => new() { Type = JsonSchemaType.String };

    private static OpenApiSchema Uuid() => new() { Type = JsonSchemaType.String, Format = "uuid" };

    private static OpenApiSchema Flag() => new() { Type = JsonSchemaType.Boolean, Default = false };

    private static OpenApiSchema Key() => new() { Type = JsonSchemaType.String, MaxLength = Limits.IdempotencyKeyCharsMax };

    private static OpenApiSchema Name() => new() { Type = JsonSchemaType.String, MaxLength = Limits.NameSearchCharsMax };

    private static OpenApiSchema MessageId() => new() { Type = JsonSchemaType.String, MaxLength = Limits.EventKeyCharsMax };

    private static OpenApiSchema Integer(int least, int most) => new()
    {
        Type = JsonSchemaType.Integer,
        Minimum = least.ToString(System.Globalization.CultureInfo.InvariantCulture),
        Maximum = most.ToString(System.Globalization.CultureInfo.InvariantCulture),
    };

    private static OpenApiSchema PageSize()
    {
        var schema = Integer(1, 100);
        schema.Default = JsonValue.Create(15);
        return schema;
    }
}
