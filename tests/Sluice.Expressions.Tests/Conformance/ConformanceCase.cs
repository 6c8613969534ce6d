using System.Text.Json;

namespace Sluice.Expressions.Tests.Conformance;

/// <summary>A line of <c>cases.jsonl</c>; the README beside it says what its members mean.</summary>
internal sealed class ConformanceCase(JsonElement line)
{
    public string Id => line.GetProperty("id").GetString()!;

    public static string[] Lines() => File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "Conformance", "cases.jsonl"));

    /// <summary>The expressions of all cases.</summary>
    public static IReadOnlyList<string> Texts() => [.. Lines().Select(line =>
    {
        using var document = JsonDocument.Parse(line);
        return new ConformanceCase(document.RootElement).Text;
    })];

    public string Text => line.GetProperty("expr").GetString()!;

    /// <summary>Evaluates it, and says in what it differs from what is expected; null when in nothing.</summary>
    public string? Run()
    {
        var functions = line.TryGetProperty("functions", out var names) ? names.EnumerateArray().Select(name => name.GetString()!) : [];
        var compiled = Expression.Compile(Text, new CompileOptions { Functions = SampleFunctions.Named(functions) });
        if (!compiled.Succeeded)
        {
            return CompareError("compile", compiled.Error);
        }

        Value? environment = line.TryGetProperty("env", out var env) ? TaggedJson.Read(env) : null;
        var result = compiled.Program.Evaluate(environment);
        return result.Succeeded ? CompareValue(result.Value) : CompareError("runtime", result.Error);
    }

    private string? CompareError(string stage, Diagnostic error)
    {
        if (!line.TryGetProperty("error", out var expected))
        {
            return $"unexpected {stage} error: {error}";
        }

        var full = error.ToString();
        if (expected.GetString() != stage)
        {
            return $"{stage} instead of {expected} error: {full}";
        }

        if (Differs("line", error.Line) || Differs("column", error.Column))
        {
            return $"another place: {full}";
        }

        var wording = !line.TryGetProperty("message_contains", out var part) || full.Contains(part.GetString()!, StringComparison.Ordinal);
        var whole = !line.TryGetProperty("message", out var message) || message.GetString() == full;
        return IsAdvisory || (wording && whole) ? null : $"another message: {full}, expected {part}";
    }

    private bool Differs(string name, int? actual) => line.TryGetProperty(name, out var expected) && expected.GetInt32() != actual;

    private bool IsAdvisory => line.TryGetProperty("advisory", out var advisory) && advisory.GetBoolean();

    private string? CompareValue(Value value)
    {
        if (line.TryGetProperty("ok", out _))
        {
            return null;
        }

        if (!line.TryGetProperty("expected", out var expected))
        {
            return $"succeeded with {value}, expected {line.GetProperty("error")} error {line.GetProperty("message_contains")}";
        }

        if (value.IsNil && line.TryGetProperty("or_nil", out _))
        {
            return null;
        }

        var kind = TaggedJson.KindOf(value);
        var wanted = line.GetProperty("type").GetString();
        return kind != wanted ? $"type {kind}, expected {wanted} (value {value})"
            : ExpectedValue.Matches(TaggedJson.Read(expected), value) ? null
            : $"value {value}, expected {expected}";
    }
}
