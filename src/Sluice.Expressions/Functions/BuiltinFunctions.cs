using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;

namespace Sluice.Expressions.Functions;

/// <summary>Every function of the language, by name. The manual's reference is made from it.</summary>
internal static class BuiltinFunctions
{
    /// <summary>What the compiler takes the name of a function for that checks its arguments itself.</summary>
    public const string UntypedSignature = "func(...interface {}) (interface {}, error)";

    private static readonly FrozenDictionary<string, PredicateFunction> Predicates =
        PredicateFunctions.All.ToFrozenDictionary(function => function.Name, StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, BuiltinFunction> Functions =
        new[]
        {
            GeneralFunctions.All, NumberFunctions.All, AggregateFunctions.All, BitFunctions.All, TextFunctions.All,
            ConversionFunctions.All, ArrayFunctions.All, MapFunctions.All, TimeFunctions.All,
        }
            .SelectMany(functions => functions)
            .ToFrozenDictionary(function => function.Name, StringComparer.Ordinal);

    public static IEnumerable<BuiltinFunction> All => Functions.Values;

    public static bool TryGetPredicate(string name, [NotNullWhen(true)] out PredicateFunction? function) =>
        Predicates.TryGetValue(name, out function);

    /// <summary>Whether there is a function of this name that takes no predicate.</summary>
    public static bool Exists(string name) => Functions.ContainsKey(name);

    public static BuiltinFunction Get(string name) => Functions[name];

    /// <summary>The type that the compiler takes the bare name of a function for; null for any other name.</summary>
    public static string? SignatureOf(string name) =>
        Predicates.TryGetValue(name, out var predicate) ? predicate.Signature
        : name is "type" ? "func(interface {}) string"
        : Functions.ContainsKey(name) ? UntypedSignature
        : null;
}
