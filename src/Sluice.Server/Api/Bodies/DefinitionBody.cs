using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using Sluice.Engine;

namespace Sluice.Server.Api.Bodies;

/// <summary>A workflow's definition: YAML when the content type says so, else JSON.</summary>
internal static class DefinitionBody
{
    public const string OriginalYamlType = "text/vnd.yaml";
    public const string YamlType = "application/yaml";

    public static ValueTask<Parsed<JsonElement>> ReadAsync(HttpRequest request, CancellationToken cancellationToken) =>
        RequestBody.ReadAsync<JsonElement>(request, Limits.DefinitionBytesMax, IsYaml(request.ContentType) ? ParseYaml : ParseJson, cancellationToken);

    private static bool IsYaml(string? contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var type)
        && (type.MediaType.Equals(OriginalYamlType, StringComparison.OrdinalIgnoreCase)
            || type.MediaType.Equals(YamlType, StringComparison.OrdinalIgnoreCase));

    private static Parsed<JsonElement> ParseJson(ReadOnlySpan<byte> body) =>
        JsonBody.Parse(body, Limits.DefinitionDepthMax, out var json) is { } error ? error : Parsed<JsonElement>.Of(json);

    private static Parsed<JsonElement> ParseYaml(ReadOnlySpan<byte> body) =>
        YamlBody.Parse(body, Limits.DefinitionDepthMax, out var json) is { } error ? error : Parsed<JsonElement>.Of(json);
}
