using System.CommandLine;
using System.Text;
using Sluice.Evaluations;
using Sluice.Expressions;

namespace Sluice.Commands;

/// <summary><c>sluice expr</c>: evaluates expressions.</summary>
internal sealed class ExprCommand : Command
{
    private const string Help = """
        Evaluate an expression, the language that filters are written in.

        EXPR is evaluated with the members of the JSON object in --env as its names, and its value is printed: text as it is,
        times and durations readable, everything else as JSON. Put -- before an expression that starts with a minus.

        With --jsonl there is one object {"expr": TEXT, "env": OBJECT} on each line of standard input, and one is written for
        each, in order: {"value": …, "type": …}, or {"error": "compile" or "runtime", "message": …, "line": …, "column": …}. Without
        env the expression is evaluated without any names. {"$float": "NaN"}, {"$bytes": BASE64}, {"$duration": NANOSECONDS},
        {"$time": RFC3339} and {"$map": [[KEY, VALUE], …]} are values that JSON does not have; a number with a fraction or an
        exponent is a float, any other an integer. "functions": [NAME, …] lends an expression functions to try with: add, echo,
        fail, nargs, len and map.

        The exit code is 0 when there is a value, 1 when the expression is wrong or fails, and 2 when the command line or the
        environment is not valid. With --jsonl wrong lines do not change it.
        """;

    private readonly Argument<string?> _text = new("EXPR")
    {
        Description = "The expression",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string?> _environment = new("--env")
    {
        Description = "The file with the JSON object that holds the names; - for standard input",
        HelpName = "FILE",
    };

    private readonly Option<bool> _lines = new("--jsonl") { Description = "Evaluates one expression for each line of standard input" };

    private readonly Option<bool> _functions = new("--functions") { Description = "Prints the reference of the functions, in Markdown" };

    private readonly Option<string> _output = new("--output")
    {
        Description = "How to write the value: text or json",
        HelpName = "FORMAT",
        DefaultValueFactory = _ => "text",
    };

    public ExprCommand(TimeProvider clock)
        : base("expr", Help)
    {
        Arguments.Add(_text);
        Options.Add(_environment);
        Options.Add(_lines);
        Options.Add(_functions);
        Options.Add(_output);
        _output.AcceptOnlyFromAmong("text", "json");
        SetAction((parsed, cancellationToken) => RunAsync(parsed, new CompileOptions { Clock = clock }, cancellationToken));
    }

    private async Task<int> RunAsync(ParseResult parsed, CompileOptions options, CancellationToken cancellationToken)
    {
        var (text, lines, functions) = (parsed.GetValue(_text), parsed.GetValue(_lines), parsed.GetValue(_functions));
        if ((text is null ? 0 : 1) + (lines ? 1 : 0) + (functions ? 1 : 0) != 1)
        {
            throw CommandException.Usage("give either EXPR, --jsonl or --functions; see sluice expr --help");
        }

        if (functions)
        {
            await WriteAsync(FunctionReference.ToMarkdown());
            return ExitCodes.Ok;
        }

        if (lines)
        {
            await using var input = Console.OpenStandardInput();
            await StandardOutput.WriteAsync(results => new ExpressionLines(options).RunAsync(input, results, cancellationToken));
            return ExitCodes.Ok;
        }

        using var environment = parsed.GetValue(_environment) is { } path
            ? await EnvironmentFile.ReadAsync(path, cancellationToken)
            : null;
        return await EvaluateAsync(text!, environment is null ? Value.EmptyMap : Value.FromJson(environment.RootElement), options, parsed);
    }

    private async Task<int> EvaluateAsync(string text, Value environment, CompileOptions options, ParseResult parsed)
    {
        var compiled = Expression.Compile(text, options);
        var result = compiled.Program?.Evaluate(environment);
        if ((compiled.Error ?? result?.Error) is { } problem)
        {
            var error = parsed.InvocationConfiguration.Error;
            error.WriteLine(problem);
            if (problem.Hint is { } hint)
            {
                error.WriteLine($"hint: {hint}");
            }

            return ExitCodes.Failed;
        }

        var value = result!.Value.Value;
        await WriteAsync((parsed.GetValue(_output) == "json" ? ResultJson.Json(value) : ResultJson.Text(value)) + Environment.NewLine);
        return ExitCodes.Ok;
    }

    private static Task WriteAsync(string text) =>
        StandardOutput.WriteAsync(stream => stream.WriteAsync(Encoding.UTF8.GetBytes(text)).AsTask());
}
