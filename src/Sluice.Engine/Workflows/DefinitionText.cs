using System.Text.Json;
using Sluice.Engine.Json;

namespace Sluice.Engine.Workflows;

/// <summary>The rules that a definition's JSON obeys before it means anything.</summary>
internal static class DefinitionText
{
    /// <summary>
    /// Finds nesting that is too deep, keys given twice (which value is meant, with money at stake?) and strings that are not
    /// Unicode text.
    /// </summary>
    public static IEnumerable<string> Problems(JsonElement document) => Problems(document, "", 1);

    private static IEnumerable<string> Problems(JsonElement value, string path, int depth)
    {
        if (value.ValueKind == JsonValueKind.String && !JsonText.TryRead(value, out _))
        {
            return [At(path, "expected string but was not Unicode text")];
        }

        if (value.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array))
        {
            return [];
        }

        if (depth > Limits.DefinitionDepthMax)
        {
            return [At(path, $"nested deeper than {Limits.DefinitionDepthMax} levels")];
        }

        return value.ValueKind == JsonValueKind.Object
            ? InObject(value, path, depth)
            : value.EnumerateArray().SelectMany((item, index) => Problems(item, JsonText.Item(path, index), depth + 1));
    }

    private static IEnumerable<string> InObject(JsonElement value, string path, int depth)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var property in value.EnumerateObject())
        {
            if (!JsonText.TryReadName(property, out var name))
            {
                yield return At(path, "a key is not Unicode text");
                continue;
            }

            var memberPath = JsonText.Member(path, name);
            if (!names.Add(name))
            {
                yield return At(memberPath, "given twice");
            }

            foreach (var problem in Problems(property.Value, memberPath, depth + 1))
            {
                yield return problem;
            }
        }
    }

    private static string At(string path, string rule) => path.Length == 0 ? rule : $"{path}: {rule}";
}
