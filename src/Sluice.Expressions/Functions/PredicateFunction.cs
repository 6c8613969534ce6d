namespace Sluice.Expressions.Functions;

/// <summary>A built-in function that does something with each element of a collection.</summary>
/// <param name="ParameterCount">How many arguments it takes at most.</param>
/// <param name="RequiredCount">How many it takes at least.</param>
/// <param name="IsCondition">Whether its predicate must be a bool.</param>
/// <param name="HasIndex">Whether <c>#index</c> is known in its predicate.</param>
/// <param name="HasAccumulator">Whether <c>#acc</c> is known in its predicate.</param>
internal sealed record PredicateFunction(
    string Name,
    string Parameters,
    string Summary,
    int ParameterCount = 2,
    int RequiredCount = 2,
    bool IsCondition = false,
    bool HasIndex = false,
    bool HasAccumulator = false)
{
    /// <summary>What the compiler takes the bare name for.</summary>
    public string Signature => $"func([]interface {{}}, func(interface {{}}) {(IsCondition ? "bool" : "interface {}")}) "
        + Name switch
        {
            "all" or "any" or "none" or "one" => "bool",
            "count" or "findIndex" or "findLastIndex" => "int",
            "filter" or "map" or "sortBy" => "[]interface {}",
            _ => "interface {}",
        };
}
