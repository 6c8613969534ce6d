using System.Text.Json;

namespace Sluice.Expressions.Tests;

/// <summary>Short ways to evaluate an expression.</summary>
internal static class Evaluations
{
    /// <summary>Evaluates with the members of a JSON object as names; without any when there is none.</summary>
    public static EvaluationResult Evaluate(string text, string? environment = "{}", CompileOptions? options = null)
    {
        var compiled = Expression.Compile(text, options);
        Assert.True(compiled.Succeeded, $"{text}: {compiled.Error}");
        return compiled.Program.Evaluate(environment is null ? null : Json(environment, options), TestContext.Current.CancellationToken);
    }

    /// <summary>The value, as the function <c>string</c> shows it.</summary>
    public static string Text(string text, string? environment = "{}", CompileOptions? options = null)
    {
        var result = Evaluate(text, environment, options);
        Assert.True(result.Succeeded, $"{text}: {result.Error}");
        return result.Value.ToString();
    }

    /// <summary>The problem of a text that compiles or of one that does not.</summary>
    public static Diagnostic Problem(string text, string? environment = "{}", CompileOptions? options = null)
    {
        if (Expression.Compile(text, options) is { Succeeded: false, Error: var error })
        {
            return error;
        }

        var result = Evaluate(text, environment, options);
        Assert.False(result.Succeeded, $"{text} is {result.Value}");
        return result.Error;
    }

    public static Value Json(string json, CompileOptions? options = null) =>
        Value.FromJson(JsonDocument.Parse(json).RootElement, options?.JsonNumbers ?? JsonNumbers.AsWritten);
}
