using Sluice.Expressions.Evaluation;
using Sluice.Expressions.Functions;
using Sluice.Expressions.Syntax;

namespace Sluice.Expressions.Binding;

/// <summary>Calls of built-in functions.</summary>
internal sealed partial class Lowering
{
    private Operation Builtin(BuiltinSyntax call)
    {
        var anchor = call.Anchor;
        if (!BuiltinFunctions.TryGetPredicate(call.Name, out _))
        {
            return new BuiltinOperation(anchor, BuiltinFunctions.Get(call.Name).Body, Lower(call.Arguments));
        }

        var collection = Lower(call.Arguments[0]);
        var scope = _scopeCount++;
        var before = _operations;
        _scopes.Add(scope);
        var predicate = call.Arguments.Length > 1 ? Lower(call.Arguments[1]) : null;
        var selection = call.Selection is null ? null : Lower(call.Selection);
        _scopes.RemoveAt(_scopes.Count - 1);
        var weight = _operations - before + 1;
        var third = call.Arguments.Length > 2 ? Lower(call.Arguments[2]) : null;
        return call.Name switch
        {
            "count" => new CountOperation(anchor, collection, predicate, call.Threshold, scope, weight),
            "filter" => new FilterOperation(anchor, collection, predicate!, selection, scope, weight),
            "map" => new MapElementsOperation(anchor, collection, predicate!, scope, weight),
            "sum" => new SumOperation(anchor, collection, predicate, scope, weight),
            "reduce" => new ReduceOperation(anchor, collection, predicate!, third, scope, weight),
            "groupBy" => new GroupByOperation(anchor, collection, predicate!, scope, weight),
            "sortBy" => new SortByOperation(anchor, collection, predicate!, third, scope, weight),
            "find" or "findLast" or "findIndex" or "findLastIndex" =>
                new FindOperation(anchor, call.Name, collection, predicate!, selection, call.Throws, scope, weight),
            _ => new QuantifierOperation(anchor, call.Name, collection, predicate!, scope, weight),
        };
    }
}
