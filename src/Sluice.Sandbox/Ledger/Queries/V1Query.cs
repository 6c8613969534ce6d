using System.Text.Json;
using Sluice.Sandbox.Ledger.Model;

namespace Sluice.Sandbox.Ledger.Queries;

/// <summary>The first API version filters by parameters; this writes them as the query they mean.</summary>
internal static class V1Query
{
    private static readonly string[] Fields = ["address", "account", "source", "destination", "reference"];

    /// <summary>The page with the filter of the parameters; a cursor carries its own.</summary>
    public static PageRequest WithParameters(this PageRequest page, HttpRequest request) =>
        page.Bookmark is null ? page with { Query = Read(request) } : page;

    public static JsonElement? Read(HttpRequest request)
    {
        var matches = request.Query
            .Where(parameter => Fields.Contains(parameter.Key) || parameter.Key.StartsWith("metadata[", StringComparison.Ordinal))
            .Where(parameter => parameter.Value.ToString().Length > 0)
            .ToList();
        return matches.Count == 0 ? null : JsonElement.Parse(JsonText.Write(writer =>
        {
            writer.WriteStartObject();
            writer.WriteStartArray("$and");
            foreach (var (field, value) in matches)
            {
                writer.WriteStartObject();
                writer.WriteStartObject("$match");
                writer.WriteString(field, value.ToString());
                writer.WriteEndObject();
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }).Span);
    }
}
