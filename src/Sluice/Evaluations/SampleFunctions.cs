using System.Collections.Immutable;
using System.Text.Json;
using Sluice.Expressions;

namespace Sluice.Evaluations;

/// <summary>Functions that a line can ask for, to try out how an expression gets along with those of a host.</summary>
internal static class SampleFunctions
{
    private static readonly ImmutableDictionary<string, HostFunction> All = new Dictionary<string, HostFunction>
    {
        ["add"] = HostFunction.From(Add),
        ["echo"] = HostFunction.From(arguments => arguments.Count == 0 ? Value.Nil : arguments[0]),
        ["fail"] = HostFunction.From(arguments => throw new HostFunctionException(
            arguments is [{ Kind: ValueKind.String } message, ..] ? message.AsString() : "fail takes a text")),
        ["nargs"] = HostFunction.From(arguments => Value.From(arguments.Count)),
        ["len"] = HostFunction.From(_ => Value.From(42)),
        ["map"] = HostFunction.From(_ => Value.From(42)),
    }.ToImmutableDictionary(StringComparer.Ordinal);

    /// <exception cref="FormatException">It is no array of their names.</exception>
    public static ImmutableDictionary<string, HostFunction> Named(JsonElement names)
    {
        if (names.ValueKind != JsonValueKind.Array)
        {
            throw new FormatException("functions is no array");
        }

        var functions = ImmutableDictionary.CreateBuilder<string, HostFunction>(StringComparer.Ordinal);
        foreach (var element in names.EnumerateArray())
        {
            functions[element.ToString()] = All.TryGetValue(element.ToString(), out var function)
                ? function
                : throw new FormatException($"there is no function {element}");
        }

        return functions.ToImmutable();
    }

    private static Value Add(IReadOnlyList<Value> arguments)
    {
        var sum = 0L;
        foreach (var argument in arguments)
        {
            sum += argument.Kind == ValueKind.Int ? argument.AsInt64() : throw new HostFunctionException($"cannot add {argument}");
        }

        return Value.From(sum);
    }
}
