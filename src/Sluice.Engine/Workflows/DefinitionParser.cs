using System.Buffers;
using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using Sluice.Engine.Json;
using Sluice.Engine.Stages.Resolution;

namespace Sluice.Engine.Workflows;

/// <summary>Reads and validates a workflow definition.</summary>
public static class DefinitionParser
{
    private const int ProblemsMax = ResolutionContext.ProblemsMax;

    private static readonly JsonElement EmptyBody = JsonElement.Parse("{}");

    // The text is stored and echoed as JSON, never inside HTML, so people can read it as it was written.
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Parses the body of a create request, or a stored definition.</summary>
    /// <param name="body">The JSON document, already parsed.</param>
    /// <param name="definition">The definition when the answer is null.</param>
    /// <returns>
    /// Null, or the refusal that names the field and the rule it broke: one line per problem, at most twenty. A string that
    /// contains <c>${</c> breaks no rule, since its variables are only known when the stage starts.
    /// </returns>
    public static Refusal? Parse(JsonElement body, out WorkflowDefinition? definition)
    {
        definition = null;
        if (Refuse(DefinitionText.Problems(body)) is { } unreadable)
        {
            return unreadable;
        }

        if (Refuse(WrongTypes(body), "unmarshalling workflow data: ") is { } mistyped)
        {
            return mistyped;
        }

        var stages = Member(body, "stages") is { } given ? given.EnumerateArray().ToImmutableArray() : [];
        if (stages.Length > Limits.StagesMax)
        {
            return Refusal.Validation($"stages: at most {Limits.StagesMax} are allowed but there are {stages.Length}");
        }

        if (Refuse(stages.SelectMany(StageProblems)) is { } invalid)
        {
            return invalid;
        }

        var name = Member(body, "name")?.GetString() ?? "";
        var config = Echo(name, stages);
        definition = new WorkflowDefinition(name, [.. config.GetProperty("stages").EnumerateArray().Select(Stage)], config);
        return null;
    }

    private static Refusal? Refuse(IEnumerable<string> problems, string prefix = "")
    {
        var lines = string.Join('\n', problems.Take(ProblemsMax));
        return lines.Length == 0 ? null : Refusal.Validation(prefix + lines);
    }

    private static IEnumerable<string> WrongTypes(JsonElement body)
    {
        if (body.ValueKind != JsonValueKind.Object)
        {
            yield return $"expected object but was {JsonText.TypeOf(body)}";
            yield break;
        }

        if (Member(body, "name") is { ValueKind: not JsonValueKind.String } name)
        {
            yield return $"name: expected string but was {JsonText.TypeOf(name)}";
        }

        if (Member(body, "stages") is not { } stages)
        {
            yield break;
        }

        if (stages.ValueKind != JsonValueKind.Array)
        {
            yield return $"stages: expected array but was {JsonText.TypeOf(stages)}";
            yield break;
        }

        foreach (var (index, stage) in stages.EnumerateArray().Index().Where(item => item.Item.ValueKind != JsonValueKind.Object))
        {
            yield return $"{JsonText.Item("stages", index)}: expected object but was {JsonText.TypeOf(stage)}";
        }
    }

    private static IEnumerable<string> StageProblems(JsonElement stage, int index)
    {
        var path = JsonText.Item("stages", index);
        var kinds = stage.EnumerateObject().Select(property => property.Name).ToList();
        if (kinds is not [var kind])
        {
            return kinds.Count == 0
                ? [$"{path}: empty specification"]
                : [$"{path}: a specification should have only one name but has {string.Join(", ", kinds.Take(5).Select(JsonText.Quote))}"];
        }

        if (!StageSchemas.ByKind.TryGetValue(kind, out var schema))
        {
            var known = string.Join(", ", StageSchemas.ByKind.Keys.Order(StringComparer.Ordinal));
            return [$"{path}: unable to resolve schema {JsonText.Quote(kind)} (known: {known})"];
        }

        var stagePath = JsonText.Member(path, kind);
        var context = new ResolutionContext(variables: null);
        schema.Read(Stage(stage).Body, context);
        return context.Problems.Select(problem => problem.AsRefusal(stagePath));
    }

    // A stage without fields may be written as null, which is what YAML makes of "- noop:".
    private static StageDefinition Stage(JsonElement stage)
    {
        var property = stage.EnumerateObject().First();
        return new StageDefinition(property.Name, property.Value.ValueKind == JsonValueKind.Null ? EmptyBody : property.Value);
    }

    private static JsonElement? Member(JsonElement body, string name) =>
        body.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private static JsonElement Echo(string name, ImmutableArray<JsonElement> stages)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Readable))
        {
            writer.WriteStartObject();
            writer.WriteString("name", name);
            writer.WriteStartArray("stages");
            foreach (var stage in stages)
            {
                stage.WriteTo(writer);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return JsonElement.Parse(buffer.WrittenSpan);
    }
}
