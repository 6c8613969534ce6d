using System.Numerics;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Sluice.Server.Api.OpenApi;

/// <summary>Corrects the schemas where the wire differs from what the types alone say.</summary>
internal static class Schemas
{
    public static async Task CorrectAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        if (AttributeOf<SchemaOfAttribute>(context.JsonPropertyInfo) is { } stated)
        {
            await ReplaceAsync(schema, stated, context, cancellationToken);
        }

        if (context.JsonTypeInfo.Type == typeof(BigInteger))
        {
            (schema.Type, schema.Format, schema.Description) = (JsonSchemaType.Integer, null, "An integer of any size.");
        }

        RequireMembers(schema, context.JsonTypeInfo);
    }

    /// <summary>The name of a type in the documents; null for a type that is written out where it is used.</summary>
    public static string? NameOf(JsonTypeInfo type) => OpenApiOptions.CreateDefaultSchemaReferenceId(type) switch
    {
        null => null,
        _ when type.Type.Namespace?.StartsWith("Sluice.", StringComparison.Ordinal) != true => null,
        _ => NameOf(type.Type),
    };

    private static string NameOf(Type type)
    {
        if (!type.IsGenericType)
        {
            return type.Name.StartsWith("Api", StringComparison.Ordinal) ? type.Name[3..] : type.Name;
        }

        var argument = type.GetGenericArguments()[0];
        var (item, suffix) = argument.IsGenericType && argument.Namespace!.StartsWith("System.", StringComparison.Ordinal)
            ? (argument.GetGenericArguments()[0], "List")
            : (argument, "");
        var outer = type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)];
        return outer switch
        {
            "Data" => $"{NameOf(item)}{suffix}Response",
            "Cursor" => $"{NameOf(item)}CursorResponse",
            "Page" => $"{NameOf(item)}Cursor",
            _ => outer.StartsWith("Api", StringComparison.Ordinal) ? outer[3..] : outer,
        };
    }

    private static async Task ReplaceAsync(
        OpenApiSchema schema, SchemaOfAttribute stated, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        var shapes = new List<IOpenApiSchema>();
        foreach (var type in stated.Types)
        {
            shapes.Add(await context.GetOrCreateSchemaAsync(type, null, cancellationToken));
        }

        schema.AnyOf = shapes;
    }

    /// <summary>A member that may be missing is never null, and one that may be null is never missing.</summary>
    private static void RequireMembers(OpenApiSchema schema, JsonTypeInfo type)
    {
        if (schema.Properties is not { } properties || type.Type.Namespace?.StartsWith("Sluice.", StringComparison.Ordinal) != true)
        {
            return;
        }

        schema.Required = new HashSet<string>(StringComparer.Ordinal);
        foreach (var member in type.Properties.Where(member => properties.ContainsKey(member.Name)))
        {
            if (!member.IsGetNullable || AttributeOf<JsonIgnoreAttribute>(member) is not null)
            {
                schema.Required.Add(member.Name);
            }
            else if (properties[member.Name] is OpenApiSchema optional)
            {
                optional.Type &= ~JsonSchemaType.Null;
            }
        }
    }

    private static T? AttributeOf<T>(JsonPropertyInfo? member)
        where T : Attribute =>
        member?.AttributeProvider?.GetCustomAttributes(typeof(T), inherit: false).OfType<T>().FirstOrDefault();
}
