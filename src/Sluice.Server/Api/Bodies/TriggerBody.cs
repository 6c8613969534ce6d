using System.Collections.ObjectModel;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Sluice.Engine;
using Sluice.Server.Triggers;

namespace Sluice.Server.Api.Bodies;

/// <summary>A trigger that is asked for: a JSON object of texts, and one of expressions. Members that are null count as left out.</summary>
internal static class TriggerBody
{
    private const int DepthMax = 64;

    public static ValueTask<Parsed<TriggerDraft>> ReadAsync(HttpRequest request, CancellationToken cancellationToken) =>
        RequestBody.ReadAsync(request, Limits.TriggerBytesMax, Parse, cancellationToken);

    private static Parsed<TriggerDraft> Parse(ReadOnlySpan<byte> body)
    {
        if (JsonBody.ParseObject(body, DepthMax, out var json) is { } error)
        {
            return error;
        }

        string[] names = ["name", "event", "version", "filter", "workflowID"];
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in names)
        {
            var text = Text(json, name, name);
            if (text.Failed)
            {
                return text.Error;
            }

            texts.Add(name, text.Value);
        }

        var variables = Variables(json);
        return variables.Failed
            ? variables.Error
            : Parsed<TriggerDraft>.Of(new TriggerDraft(
                texts["name"], texts["event"], texts["version"], texts["filter"], texts["workflowID"], variables.Value));
    }

    private static Parsed<IReadOnlyDictionary<string, string>> Variables(JsonElement json)
    {
        if (!json.TryGetProperty("vars", out var vars) || vars.ValueKind == JsonValueKind.Null)
        {
            return Parsed<IReadOnlyDictionary<string, string>>.Of(ReadOnlyDictionary<string, string>.Empty);
        }

        if (vars.ValueKind != JsonValueKind.Object)
        {
            return JsonBody.Error($"vars: expected an object but was {JsonBody.NameOf(vars.ValueKind)}");
        }

        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var variable in vars.EnumerateObject())
        {
            var text = Text(vars, variable.Name, $"vars: {Quoted.Text(variable.Name)}");
            if (text.Failed)
            {
                return text.Error;
            }

            variables.Add(variable.Name, text.Value);
        }

        return Parsed<IReadOnlyDictionary<string, string>>.Of(variables);
    }

    private static Parsed<string> Text(JsonElement json, string name, string field) =>
        !json.TryGetProperty(name, out var member) || member.ValueKind == JsonValueKind.Null ? Parsed<string>.Of("")
        : member.ValueKind == JsonValueKind.String ? Parsed<string>.Of(member.GetString()!)
        : JsonBody.Error($"{field}: expected a string but was {JsonBody.NameOf(member.ValueKind)}");
}
