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
        else if (context.JsonPropertyInfo?.PropertyType == typeof(object))
        {
            schema.Type = JsonSchemaType.Null;
        }
        else if (NumberOf(context.JsonTypeInfo.Type) is { } number)
        {
            // Never quoted on this API, whatever the framework would read.
            (schema.Type, schema.Pattern) = (number, null);
        }

        RequireMembers(schema, context.JsonTypeInfo);
    }

    /// <summary>Takes the null out of references to members that are left out instead.</summary>
    public static void DropNulls(OpenApiDocument document)
    {
        foreach (var schema in document.Components?.Schemas?.Values ?? [])
        {
            foreach (var (name, member) in schema.Properties?.ToList() ?? [])
            {
                if (schema.Required?.Contains(name) != true && member.OneOf is [{ Type: JsonSchemaType.Null }, OpenApiSchemaReference shape])
                {
                    schema.Properties![name] = shape;
                }
            }
        }
    }

    /// <summary>The name of a type in the documents; null for a type that is written out where it is used.</summary>
    public static string? NameOf(JsonTypeInfo type) =>
        OpenApiOptions.CreateDefaultSchemaReferenceId(type) is null ? null : NameOf(type.Type);

    /// <summary>The name of a type in the documents; null for a type that is written out where it is used.</summary>
    public static string? NameOf(Type type)
    {
        if (!IsOurs(type))
        {
            return null;
        }

        if (!type.IsGenericType)
        {
            return Short(type.Name);
        }

        var outer = Short(type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)]);
        var argument = type.GetGenericArguments()[0];
        var item = IsOurs(argument) ? NameOf(argument) : $"{NameOf(argument.GetGenericArguments()[0])}List";
        return outer switch
        {
            "Data" => $"{item}Response",
            "Cursor" => $"{item}CursorResponse",
            "Page" => $"{item}Cursor",
            _ => outer,
        };
    }

    private static JsonSchemaType? NumberOf(Type type)
    {
        var number = Nullable.GetUnderlyingType(type) ?? type;
        return number == typeof(BigInteger) || number == typeof(int) ? JsonSchemaType.Integer
            : number == typeof(decimal) ? JsonSchemaType.Number
            : null;
    }

    private static bool IsOurs(Type type) => type.Namespace?.StartsWith("Sluice.", StringComparison.Ordinal) == true;

    private static string Short(string name) => name.StartsWith("Api", StringComparison.Ordinal) ? name["Api".Length..] : name;

    private static async Task ReplaceAsync(
        OpenApiSchema schema, SchemaOfAttribute stated, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        var shapes = new List<IOpenApiSchema>();
        foreach (var type in stated.Types)
        {
            shapes.Add(await context.GetOrCreateSchemaAsync(type, null, cancellationToken));
        }

        if (shapes is [OpenApiSchema { AdditionalProperties: var values, Items: var items } shape] && stated.Types is [var only] && !IsOurs(only))
        {
            (schema.Type, schema.Format, schema.AdditionalProperties, schema.Items) = (shape.Type, shape.Format, values, items);
            return;
        }

        schema.AnyOf = shapes;
    }

    /// <summary>A member that may be missing is never null, and one that may be null is never missing.</summary>
    private static void RequireMembers(OpenApiSchema schema, JsonTypeInfo type)
    {
        if (schema.Properties is not { } properties || !IsOurs(type.Type))
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
