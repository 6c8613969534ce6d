using System.Collections.Immutable;

namespace Sluice.Expressions.Tests.Conformance;

/// <summary>The host functions that cases name.</summary>
internal static class SampleFunctions
{
    private static readonly ImmutableDictionary<string, HostFunction> All = new Dictionary<string, HostFunction>
    {
        ["add"] = HostFunction.From(arguments => Value.From(arguments.Sum(argument =>
            argument.Kind == ValueKind.Int ? argument.AsInt64() : throw new HostFunctionException($"{argument} is not an int")))),
        ["fail"] = HostFunction.From(arguments => throw new HostFunctionException(arguments[0].Kind == ValueKind.String
            ? arguments[0].AsString()
            : $"{arguments[0]} is not a string")),
        ["echo"] = HostFunction.From(arguments => arguments.Count == 0 ? Value.Nil : arguments[0]),
        ["nargs"] = HostFunction.From(arguments => Value.From(arguments.Count)),
        ["len"] = HostFunction.From(_ => Value.From(42)),
        ["map"] = HostFunction.From(_ => Value.From(42)),
    }.ToImmutableDictionary();

    public static ImmutableDictionary<string, HostFunction> Named(IEnumerable<string> names) =>
        names.ToImmutableDictionary(name => name, name => All[name]);
}
