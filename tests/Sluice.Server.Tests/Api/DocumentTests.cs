using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Sluice.Server.Tests.Api;

[Collection(nameof(SharedApi))]
public sealed partial class DocumentTests(ApiServer server)
{
    private readonly ApiClient _api = server.Client;

    [Theory]
    [InlineData("v1")]
    [InlineData("v2")]
    public async Task The_documents_operations_are_the_recorded_ones(string version)
    {
        var recorded = Path.Combine(Folder(), $"openapi-{version}.txt");

        var outline = Outline((await _api.GetAsync($"openapi/{version}.json")).Json);

        if (!File.Exists(recorded) || outline != await File.ReadAllTextAsync(recorded, ApiClient.Cancellation))
        {
            var received = Path.Combine(AppContext.BaseDirectory, $"openapi-{version}.txt");
            await File.WriteAllTextAsync(received, outline, ApiClient.Cancellation);
            Assert.Fail($"The operations have changed. If that is right, record them: cp {received} {recorded}");
        }
    }

    [Theory]
    [InlineData("v1")]
    [InlineData("v2")]
    public async Task Every_reference_in_a_document_leads_somewhere(string version)
    {
        var document = await _api.GetAsync($"openapi/{version}.json");
        var schemas = document.Json.GetProperty("components").GetProperty("schemas");

        var names = Reference.Matches(document.Text).Select(match => match.Groups[1].Value).Distinct().ToList();

        Assert.NotEmpty(names);
        Assert.All(names, name => Assert.True(schemas.TryGetProperty(name, out _), name));
    }

    [Theory]
    [InlineData("docs")]
    [InlineData("docs/")]
    [InlineData("docs/v1")]
    [InlineData("docs/v2")]
    public async Task The_page_of_the_documents_names_no_other_host(string path)
    {
        using var http = new HttpClient { BaseAddress = server.Address };
        using var response = await http.GetAsync(new Uri(path, UriKind.Relative), ApiClient.Cancellation);
        var html = await response.Content.ReadAsStringAsync(ApiClient.Cancellation);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("text/html", response.Content.Headers.ContentType!.MediaType);
        Assert.DoesNotMatch("(?:src|href)=[\"'](?:https?:)?//", html);
        Assert.DoesNotContain("proxy.scalar", html, StringComparison.Ordinal);
    }

    /// <summary>One line per operation and one per member of each schema: what a client is made from.</summary>
    private static string Outline(JsonElement document)
    {
        var text = new StringBuilder();
        foreach (var path in document.GetProperty("paths").EnumerateObject())
        {
            foreach (var operation in path.Value.EnumerateObject())
            {
                text.Append($"{operation.Name.ToUpperInvariant()} {path.Name} {operation.Value.GetProperty("operationId")}\n");
                Append(text, "parameters", Items(operation.Value, "parameters").Select(parameter => $"{parameter.GetProperty("in")}:{parameter.GetProperty("name")}"));
                Append(text, "body", operation.Value.TryGetProperty("requestBody", out var body) ? Contents(body) : []);
                Append(text, "answers", operation.Value.GetProperty("responses").EnumerateObject().Select(answer => $"{answer.Name} {string.Join(' ', Contents(answer.Value))}".TrimEnd()));
            }
        }

        foreach (var schema in document.GetProperty("components").GetProperty("schemas").EnumerateObject())
        {
            var required = Items(schema.Value, "required").Select(name => name.GetString()).ToHashSet();
            text.Append($"{schema.Name}\n");
            Append(text, "members", Members(schema.Value, "properties").Select(member => $"{member.Name}{(required.Contains(member.Name) ? "" : "?")} {Type(member.Value)}"));
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, string title, IEnumerable<string> items)
    {
        foreach (var item in items)
        {
            text.Append($"  {title}: {item}\n");
        }
    }

    private static IEnumerable<string> Contents(JsonElement message) =>
        Members(message, "content").Select(content => $"{content.Name} {Type(content.Value.GetProperty("schema"))}");

    private static string Type(JsonElement schema)
    {
        if (schema.TryGetProperty("$ref", out var reference))
        {
            return reference.GetString()!.Split('/')[^1];
        }

        if (schema.TryGetProperty("anyOf", out var any) || schema.TryGetProperty("oneOf", out any))
        {
            return string.Join('|', any.EnumerateArray().Select(Type));
        }

        var type = schema.TryGetProperty("type", out var stated) ? stated.ValueKind == JsonValueKind.Array ? string.Join('|', stated.EnumerateArray()) : stated.GetString() : "any";
        var format = schema.TryGetProperty("format", out var given) ? $"({given})" : "";
        var items = schema.TryGetProperty("items", out var item) ? $" of {Type(item)}" : schema.TryGetProperty("additionalProperties", out var values) ? $" of {Type(values)}" : "";
        return $"{type}{format}{items}";
    }

    private static JsonElement.ArrayEnumerator Items(JsonElement json, string name) =>
        json.TryGetProperty(name, out var items) ? items.EnumerateArray() : default;

    private static JsonElement.ObjectEnumerator Members(JsonElement json, string name) =>
        json.TryGetProperty(name, out var members) ? members.EnumerateObject() : default;

    /// <summary>Where the records are: found from the solution's file, since a build may not tell the paths of its sources.</summary>
    private static string Folder()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory.FullName, "Sluice.slnx")))
        {
            directory = directory.Parent!;
        }

        return Path.Combine(directory.FullName, "tests", "Sluice.Server.Tests", "Api");
    }

    [GeneratedRegex("\"\\$ref\": ?\"#/components/schemas/([^\"]+)\"")]
    private static partial Regex Reference { get; }
}
