namespace Sluice.Expressions.Functions;

/// <summary>The functions that take a predicate. What they do is in the operations of the same names.</summary>
internal static class PredicateFunctions
{
    public static IReadOnlyList<PredicateFunction> All { get; } =
    [
        new("all", "array, predicate", "Whether every element passes; true for an empty array.", IsCondition: true),
        new("any", "array, predicate", "Whether at least one element passes.", IsCondition: true),
        new("none", "array, predicate", "Whether no element passes.", IsCondition: true),
        new("one", "array, predicate", "Whether exactly one element passes.", IsCondition: true),
        new("filter", "array, predicate", "The elements that pass.", IsCondition: true),
        new("map", "array, predicate", "What the predicate makes of each element; `#index` is its position.", HasIndex: true),
        new("count", "array[, predicate]", "How many elements pass; without a predicate the elements are bools.", RequiredCount: 1, IsCondition: true),
        new("find", "array, predicate", "The first element that passes, or nil.", IsCondition: true),
        new("findIndex", "array, predicate", "The position of the first element that passes, or nil.", IsCondition: true),
        new("findLast", "array, predicate", "The last element that passes, or nil.", IsCondition: true),
        new("findLastIndex", "array, predicate", "The position of the last element that passes, or nil.", IsCondition: true),
        new("sum", "array[, predicate]", "The sum of the elements, or of what the predicate makes of them; 0 for an empty array.", RequiredCount: 1),
        new("groupBy", "array, predicate", "A map from what the predicate makes of an element to the elements for which it does."),
        new("sortBy", "array, predicate[, order]", "The elements ordered by what the predicate makes of them; `\"asc\"` or `\"desc\"`.", ParameterCount: 3),
        new(
            "reduce",
            "array, predicate[, initial]",
            "Folds the elements into one value: `#acc` is what the predicate made of the elements before.",
            ParameterCount: 3,
            HasIndex: true,
            HasAccumulator: true),
    ];
}
