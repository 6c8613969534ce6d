using System.Collections.Immutable;
using System.Reflection;
using System.Text;

namespace Sluice.Expressions.Tests.Diagnostics;

/// <summary>Every message has an expression that reaches it.</summary>
public sealed class MessageTests
{
    private const string Environment = """
        {"i": 1, "s": "x", "a": [1, 2], "o": {"k": 1}, "big": 123456789012345678901234567890}
        """;

    private static readonly CompileOptions Options = new()
    {
        Functions = ImmutableDictionary.Create<string, HostFunction>(StringComparer.Ordinal)
            .Add("fail", HostFunction.From(_ => throw new HostFunctionException("no")))
            .Add("slow", HostFunction.FromAsync((_, _) => ValueTask.FromResult(Value.Nil)))
            .Add("echo", HostFunction.From(arguments => arguments[0])),
        Limits = new ExpressionLimits
        {
            SourceLengthMax = 400,
            NestingDepthMax = 40,
            NodesMax = 80,
            StepsMax = 40_000,
            ElementsMax = 6_000,
            MemoryUnitsMax = 5_000,
            TextLengthMax = 1_000,
            TextTotalMax = 3_000,
            ValueDepthMax = 20,
            IntegerBitsMax = 256,
            HostCallsMax = 3,
        },
    };

    public static TheoryData<string, string> Examples { get; } = new()
    {
        { "UNCLOSED_COMMENT", "1 /* x" },
        { "LITERAL_NOT_TERMINATED", "\"x" },
        { "INVALID_ESCAPE", @"'\q'" },
        { "UNABLE_TO_UNESCAPE", @"'\400'" },
        { "UNEXPECTED_END", "a." },
        { "NAME_EXPECTED", "a.[0]" },
        { "PREDICATE_NEEDS_BRACES", "map(a, 1; 2)" },
        { "TOO_MANY_NODES", "[" + string.Concat(Enumerable.Repeat("1, ", 80)) + "]" },
        { "DIVIDE_BY_ZERO", "1 % 0" },
        { "DIVIDE_BY_ZERO", "i % (i - 1)" },
        { "UNRECOGNIZED_CHARACTER", "@" },
        { "BAD_NUMBER", "1a" },
        { "BAD_NUMBER_LITERAL", "0x" },
        { "UNEXPECTED_TOKEN", "1 +" },
        { "BAD_MAP_KEY", "{-: 1}" },
        { "MIXED_COALESCE", "a ?? 1 + 1" },
        { "TOO_FEW_PREDICATE_ARGUMENTS", "filter(a)" },
        { "NESTED_TOO_DEEPLY", new string('(', 41) + "1" + new string(')', 41) },
        { "SOURCE_TOO_LONG", new string(' ', 401) },
        { "MISMATCHED_TYPES", "1 + 'x'" },
        { "MISMATCHED_TYPE", "-'x'" },
        { "KEY_MISMATCH", "1 in {a: 1}" },
        { "ELEMENT_MISMATCH", "1 in ['x']" },
        { "NON_BOOL_CONDITION", "1 ? 2 : 3" },
        { "NON_INTEGER_INDEX", "[1]['x']" },
        { "BAD_MAP_INDEX", "{a: 1}[1]" },
        { "NO_FIELD", "'x'.y" },
        { "NO_METHOD", "duration('1s').Nope()" },
        { "INDEX_UNDEFINED", "(1)[0]" },
        { "CANNOT_SLICE", "(1)[:]" },
        { "NON_INTEGER_BOUND", "[1]['x':]" },
        { "NOT_A_COLLECTION", "filter(1, true)" },
        { "NON_BOOL_PREDICATE", "filter(a, 1)" },
        { "NIL_PREDICATE", "filter(a, nil)" },
        { "BAD_ORDER_TYPE", "sortBy(a, #, 1)" },
        { "UNKNOWN_POINTER", "filter(a, #index > 0)" },
        { "CANNOT_REDECLARE", "let len = 1; 2" },
        { "NOT_CALLABLE", "$env()" },
        { "TOO_FEW_ARGUMENTS", "upper()" },
        { "TOO_MANY_ARGUMENTS", "upper('a', 'b')" },
        { "BAD_ARGUMENT", "upper(1)" },
        { "BAD_ARGUMENT", "bitand(s, 1)" },
        { "BAD_ARGUMENT", "date('2023-08-14').Add(i)" },
        { "NIL_ARGUMENT", "upper(nil)" },
        { "WRONG_ARGUMENT_COUNT", "len()" },
        { "WRONG_ARGUMENT_COUNT", "echo(duration('1s')).Hours(1)" },
        { "INVALID_ARGUMENT", "len(1)" },
        { "CANNOT_REVERSE", "reverse('x')" },
        { "CANNOT_TAKE", "take(a, 1.5)" },
        { "CANNOT_TRANSFORM", "toPairs(1)" },
        { "NOT_INDEXABLE", "get(1, 2)" },
        { "METHOD_NOT_CALLABLE", "now().Clock()" },
        { "BAD_PATTERN", "s matches '['" },
        { "SUM_OF_NIL", "sum(a, nil)" },
        { "MEMORY_BUDGET_EXCEEDED", "1..5000" },
        { "NOTHING_FOUND", "filter(a, false)[0]" },
        { "EMPTY_REDUCE", "reduce([], #)" },
        { "ORDER_NOT_TEXT", "sortBy(a, #, i)" },
        { "ORDER_NOT_TEXT", "sort(a, i)" },
        { "UNKNOWN_ORDER", "sortBy(a, #, s)" },
        { "UNKNOWN_ORDER", "sort(a, s)" },
        { "NEGATIVE_COUNT", "take(a, -1)" },
        { "NEGATIVE_COUNT", "repeat(s, -1)" },
        { "RECURSION_TOO_DEEP", "flatten(reduce(1..30, [#acc], 1))" },
        { "INVALID_OPERATION", "i + s" },
        { "INVALID_OPERATION", "-s" },
        { "NOT_CONVERTIBLE", "int(s)" },
        { "WRONG_TYPE", "not i" },
        { "CANNOT_FETCH", "missing.x" },
        { "INDEX_OUT_OF_RANGE", "a[2]" },
        { "WRONG_KEY_TYPE", "o[1]" },
        { "IN_NOT_DEFINED", "i in s" },
        { "NOT_ITERABLE", "map(missing, #)" },
        { "CANNOT_CALL", "nope()" },
        { "CANNOT_CALL", "i()" },
        { "NOT_A_KEY", "groupBy(a, [#])" },
        { "NOT_A_KEY", "fromPairs([[[1], 1]])" },
        { "NEGATIVE_SHIFT", "bitshl(1, i - 2)" },
        { "INVALID_PAIR", "fromPairs(a)" },
        { "INVALID_PAIR", "fromPairs([[1]])" },
        { "BAD_JSON", "fromJSON('{')" },
        { "JSON_UNSUPPORTED", "toJSON(0 / 0)" },
        { "JSON_UNSUPPORTED", "toJSON(groupBy(a, #))" },
        { "BAD_BASE64", "fromBase64('?')" },
        { "INVALID_DATE", "date('x')" },
        { "INVALID_DATE", "date('x', '2006')" },
        { "INVALID_DURATION", "duration('x')" },
        { "UNKNOWN_TIME_ZONE", "timezone('x')" },
        { "HOST_FUNCTION_FAILED", "fail()" },
        { "ASYNCHRONOUS_FUNCTION", "slow()" },
        { "TOO_MANY_STEPS", "let r = 1..900; any(r, any(r, # < 0))" },
        { "TOO_MANY_ELEMENTS", "len(uniq(1..2500)) + len(uniq(1..2000))" },
        { "TEXT_TOO_LONG", "reduce(1..20, #acc + #acc, 'x')" },
        { "TOO_MUCH_TEXT", "all(1..9, len(s + repeat('x', 400)) > 0)" },
        { "VALUE_TOO_DEEP", "string(reduce(1..30, [#acc], 1))" },
        { "INTEGER_TOO_LARGE", "big * big * big" },
        { "TOO_MANY_HOST_CALLS", "map(1..4, echo(#))" },
    };

    [Theory]
    [MemberData(nameof(Examples))]
    public void An_expression_that_is_wrong_is_told_so_by_the_message_meant_for_it(string code, string text)
    {
        var problem = Evaluations.Problem(text, Environment, Options);

        Assert.Equal(code, problem.Code);
        Assert.NotEmpty(problem.Message);
    }

    [Fact]
    public void No_message_is_without_an_example()
    {
        var covered = Examples.Select(example => example.Data.Item1).ToHashSet();

        Assert.Equal([], AllCodes().Except(covered));
    }

    [Fact]
    public void Codes_are_words_in_capitals_and_hints_are_no_sentences()
    {
        Assert.All(AllMessages(), message => Assert.Matches("^[A-Z][A-Z0-9_]+$", message.Code));
        Assert.All(AllMessages().Where(message => message.Hint is not null), message => Assert.DoesNotMatch("[.]$", message.Hint));
    }

    private static IEnumerable<string> AllCodes() => AllMessages().Select(message => message.Code).Distinct();

    private static IEnumerable<Message> AllMessages()
    {
        const BindingFlags Everything = BindingFlags.Static | BindingFlags.Public | BindingFlags.DeclaredOnly;
        var constants = typeof(Messages).GetFields(Everything).Where(field => field.FieldType == typeof(Message)).Select(
            field => (Message)field.GetValue(null)!);
        var made = typeof(Messages).GetMethods(Everything)
            .Where(method => method.ReturnType == typeof(Message))
            .Select(method => (Message)method.Invoke(null, [.. method.GetParameters().Select(Example)])!);
        return constants.Concat(made);
    }

    private static object? Example(ParameterInfo parameter) => parameter switch
    {
        { Name: "action" } => "reverse",
        { ParameterType: var type } when type == typeof(string) => "x",
        { ParameterType: var type } when type == typeof(Rune) => new Rune('x'),
        { ParameterType: var type } => Activator.CreateInstance(type.IsByRef ? type.GetElementType()! : type),
    };
}
