using System.Collections.Immutable;
using System.Text.Json;
using CsCheck;

namespace Sluice.Expressions.Tests.Requirements;

/// <summary>A program whose required equalities are not met is not true, and would not have called the host.</summary>
public sealed class RequiredEqualityProperties : IDisposable
{
    private static readonly string[] Scalars =
    [
        "0", "-0.0", "1", "1.0", "3", "2.5", "9007199254740992", "9007199254740993", "9007199254740992.0", "9223372036854775807", "1e2", "100",
        "true", "false", "\"\"", "\"a\"", "\"b\"", "\"1\"", "\"é\"", "\"😀\"", "\"\\u00e9\"", "\"\\ufffd\"", "\"true\"",
    ];

    private static readonly Gen<string> Literal = Gen.OneOf([.. Scalars, "-1", "nil", "\"\\xff\"", "b\"a\"", "0.0/0.0", "1 + 2", "\"a\" + \"\""]);

    private static readonly Gen<string> Json = Gen.Recursive<string>((depth, next) => depth > 2
        ? Gen.OneOf([.. Scalars, "null", "9223372036854775808", "1e999", "-1"])
        : Gen.Frequency(
            (4, Gen.OneOf([.. Scalars, "null", "9223372036854775808", "1e999", "-1"])),
            (1, next.Array[0, 3].Select(elements => $"[{string.Join(',', elements)}]")),
            (4, Object(next))));

    private static readonly Gen<string> Path = Gen.Select(
        Gen.OneOf("event", "event", "event", "missing"),
        Gen.OneOf(".a", ".b", "?.a", "[\"b\"]", "[0]", "[-1]", "['\\xff']", "[1]", "['a']").Array[0, 3],
        (name, steps) => name + string.Concat(steps));

    private static readonly Gen<string> Condition = Gen.Frequency(
        (6, Gen.Select(Path, Literal, (path, literal) => $"{path} == {literal}")),
        (2, Gen.Select(Literal, Path, (literal, path) => $"{literal} == {path}")),
        (3, Gen.Select(Path, Literal.Array[1, 3], (path, literals) => $"{path} in [{string.Join(", ", literals)}]")),
        (1, Gen.Select(Path, Literal, (path, literal) => $"{path} != {literal}")),
        (1, Path),
        (1, Path.Select(path => $"host({path})")),
        (1, Gen.OneOf("true", "false", "let event = {a: 1, b: true}; event.a == 1", "any([{a: 1}], .a == 1)")));

    private static readonly Gen<string> Filter = Gen.Recursive<string>((depth, next) => depth > 2
        ? Condition
        : Gen.Frequency(
            (2, Condition),
            (4, Gen.Select(next, next, Gen.OneOf("and", "&&"), (left, right, and) => $"({left}) {and} ({right})")),
            (1, Gen.Select(next, next, (left, right) => $"({left}) or ({right})")),
            (1, next.Select(operand => $"not ({operand})")),
            (1, Gen.Select(Condition, next, next, (condition, first, second) => $"({condition}) ? ({first}) : ({second})"))));

    private readonly ThreadLocal<int> _hostCalls = new();
    private int _skipped;
    private int _true;

    [Fact]
    public void What_is_not_met_is_not_true()
    {
        var options = new CompileOptions
        {
            Functions = ImmutableDictionary.Create<string, HostFunction>(StringComparer.Ordinal).Add("host", HostFunction.From(arguments =>
            {
                _hostCalls.Value++;
                return arguments[0];
            })),
        };

        Gen.Select(Filter, Json, Gen.Bool).Sample(
            (filter, json, whole) =>
            {
                if (Expression.Compile(filter, options).Program is { } program)
                {
                    Check(program, Environment(json, whole));
                }
            },
            iter: 40_000);

        // Otherwise nothing would have been shown.
        Assert.InRange(_skipped, 5_000, 35_000);
        Assert.InRange(_true, 1_000, 35_000);
    }

    public void Dispose() => _hostCalls.Dispose();

    private static Gen<string> Object(Gen<string> value) =>
        Gen.Select(value, value, value, (a, b, c) => $$"""{"a":{{a}},"b":{{b}},"\ufffd":{{c}} }""");

    // Names are found in a JSON document and in a map that was made of values.
    private static Value Environment(string json, bool whole) => whole
        ? Value.FromJson(JsonElement.Parse($$"""{"event":{{json}} }"""))
        : Value.From([KeyValuePair.Create("event", Value.FromJson(JsonElement.Parse(json)))]);

    private void Check(ExpressionProgram program, Value environment)
    {
        _hostCalls.Value = 0;
        var result = program.Evaluate(environment);
        if (program.RequiredEqualities.All(equality => IsMet(equality, environment)))
        {
            Interlocked.Add(ref _true, result.Value.IsTrue ? 1 : 0);
            return;
        }

        Interlocked.Increment(ref _skipped);
        Assert.False(result.Value.IsTrue, $"{program.Text} is true of {environment}");
        Assert.True(_hostCalls.Value == 0, $"{program.Text} calls the host");
    }

    private static bool IsMet(RequiredEquality equality, Value environment) =>
        EqualityKey.Of(equality.Path.Read(environment)) is { } key && equality.Keys.Contains(key);
}
