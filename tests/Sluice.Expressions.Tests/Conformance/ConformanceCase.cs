using System.Text.Json;

namespace Sluice.Expressions.Tests.Conformance;

/// <summary>A line of <c>cases.jsonl</c>; the README beside it says what its members mean.</summary>
internal sealed class ConformanceCase(JsonElement line)
{
    public string Id => line.GetProperty("id").GetString()!;

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
        return expected.GetString() != stage ? $"{stage} instead of {expected} error: {full}"
            : line.TryGetProperty("line", out var number) && number.GetInt32() != error.Line ? $"line {error.Line}, expected {number}"
            : line.TryGetProperty("column", out var column) && column.GetInt32() != error.Column ? $"column {error.Column}, expected {column}: {full}"
            : line.TryGetProperty("message_contains", out var part) && !IsAdvisory && !full.Contains(part.GetString()!, StringComparison.Ordinal) ? $"message {full}, expected {part}"
            : line.TryGetProperty("message", out var whole) && !IsAdvisory && whole.GetString() != full ? $"message {full}, expected {whole}"
            : null;
    }

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
