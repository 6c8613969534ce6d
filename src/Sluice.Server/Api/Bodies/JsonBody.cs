using System.Text.Json;
using Sluice.Server.Api.Errors;

namespace Sluice.Server.Api.Bodies;

/// <summary>Parses a body as JSON. Numbers keep their text, so amounts of any size stay exact.</summary>
internal static class JsonBody
{
    private const string Prefix = "unmarshalling json body: ";

    /// <summary>Parses one JSON object.</summary>
    /// <param name="body">The bytes.</param>
    /// <param name="depthMax">How deep objects and arrays may nest.</param>
    /// <param name="json">The object, when the answer is null.</param>
    /// <returns>Null, or the answer that says what is wrong and where.</returns>
    public static ErrorAnswer? ParseObject(ReadOnlySpan<byte> body, int depthMax, out JsonElement json)
    {
        if (Parse(body, depthMax, out json) is { } error)
        {
            return error;
        }

        return json.ValueKind == JsonValueKind.Object ? null : Error($"expected an object but was {NameOf(json.ValueKind)}");
    }

    /// <summary>Parses one JSON value.</summary>
    public static ErrorAnswer? Parse(ReadOnlySpan<byte> body, int depthMax, out JsonElement json)
    {
        json = default;
        if (JsonFault.Find(body, depthMax) is { } fault)
        {
            return Error(fault);
        }

        json = JsonElement.Parse(body, new JsonDocumentOptions { MaxDepth = depthMax });
        return null;
    }

    public static ErrorAnswer Error(string fault) => ApiErrors.Validation(Prefix + fault);

    public static string NameOf(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.String => "a string",
        JsonValueKind.Number => "a number",
        JsonValueKind.Null => "null",
        _ => "a boolean",
    };
}
