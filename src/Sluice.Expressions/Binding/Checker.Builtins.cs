using Sluice.Expressions.Functions;
using Sluice.Expressions.Syntax;

namespace Sluice.Expressions.Binding;

/// <summary>What built-in functions accept.</summary>
internal sealed partial class Checker
{
    private StaticType Builtin(BuiltinSyntax call)
    {
        if (!BuiltinFunctions.TryGetPredicate(call.Name, out var predicate))
        {
            return BuiltinFunctions.Get(call.Name).Check(new CallCheck(this, call));
        }

        var arguments = call.Arguments;
        var collection = Check(arguments[0]);
        if (!collection.IsArray && !collection.IsUnknown)
        {
            throw new ExpressionFault(Messages.NotACollection(call.Name, collection.Name), arguments[0].Anchor);
        }

        if (arguments.Length == 1)
        {
            return call.Name == "count" ? StaticType.Int : collection.IsUnknown ? StaticType.Unknown : collection.Element;
        }

        _scopes.Add(new Scope(collection, predicate.HasIndex, predicate.HasAccumulator));
        var body = arguments[1].Type = Check(((PredicateSyntax)arguments[1]).Body);
        _scopes.RemoveAt(_scopes.Count - 1);
        if (body.IsNil)
        {
            throw new ExpressionFault(call.Name == "sum" ? Messages.SumOfNil : Messages.NilPredicate(call.Name == "reduce" ? 2 : 1), arguments[1].Anchor);
        }

        if (predicate.IsCondition && !body.IsBool && !body.IsUnknown)
        {
            throw new ExpressionFault(Messages.NonBoolPredicate(body.Name), arguments[1].Anchor);
        }

        if (arguments.Length == 3)
        {
            var third = Check(arguments[2]);
            if (call.Name == "sortBy" && !third.IsString && !third.IsUnknown)
            {
                throw new ExpressionFault(Messages.BadOrderType(third.Name), arguments[2].Anchor);
            }
        }

        return call.Name switch
        {
            "all" or "any" or "none" or "one" => StaticType.Bool,
            "count" or "findIndex" or "findLastIndex" => StaticType.Int,
            "map" => StaticType.ArrayOf(body),
            "sum" or "reduce" => body,
            "groupBy" => StaticType.GroupMap,
            "find" or "findLast" => collection.IsUnknown ? StaticType.Unknown : collection.Element,
            _ => collection.IsUnknown || collection.Kind == StaticKind.Array ? collection : StaticType.ArrayOf(collection.Element),
        };
    }
}
