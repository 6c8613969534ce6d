using Sluice.Expressions.Binding;
using Sluice.Expressions.Syntax;

namespace Sluice.Expressions.Functions;

/// <summary>Types that a function's arguments may have. Functions with several are tried in order; the last one's error is reported.</summary>
/// <param name="Result">The type of the result when the arguments fit.</param>
/// <param name="Parameters">The type of each argument.</param>
internal sealed record Signature(StaticType Result, params Parameter[] Parameters)
{
    public static StaticType Check(Checker checker, SyntaxNode[] arguments, string name, Signature[] signatures, int anchor)
    {
        var types = new StaticType[arguments.Length];
        for (var i = 0; i < types.Length; i++)
        {
            types[i] = checker.Check(arguments[i]);
        }

        (Message Message, int Anchor)? problem = null;
        foreach (var signature in signatures)
        {
            problem = signature.Problem(arguments, types, name, anchor);
            if (problem is null)
            {
                return signature.Result;
            }
        }

        throw new ExpressionFault(problem!.Value.Message, problem.Value.Anchor);
    }

    private (Message Message, int Anchor)? Problem(SyntaxNode[] arguments, StaticType[] types, string name, int anchor)
    {
        if (types.Length != Parameters.Length)
        {
            return (types.Length < Parameters.Length ? Messages.TooFewArguments(name) : Messages.TooManyArguments(name), anchor);
        }

        for (var i = 0; i < types.Length; i++)
        {
            var (type, parameter) = (types[i], Parameters[i]);
            if (type.IsNil && !parameter.AcceptsNil)
            {
                return (Messages.NilArgument(name, parameter.Name), arguments[i].Anchor);
            }

            if (!type.IsNil && !type.IsUnknown && !parameter.Accepts(type))
            {
                return (Messages.BadArgument(name, type.Name, parameter.Name), arguments[i].Anchor);
            }
        }

        return null;
    }
}
