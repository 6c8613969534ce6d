using Sluice.Expressions.Binding;
using Sluice.Expressions.Syntax;

namespace Sluice.Expressions.Functions;

/// <summary>A call of a built-in function while it is checked.</summary>
internal readonly record struct CallCheck(Checker Checker, BuiltinSyntax Call)
{
    public string Name => Call.Name;

    public SyntaxNode[] Arguments => Call.Arguments;

    /// <summary>Checks every argument, and that there are as many as there should be.</summary>
    public StaticType[] Types(int count)
    {
        var types = Types();
        return types.Length == count
            ? types
            : throw Fault(Messages.WrongCount($"{count}", types.Length));
    }

    /// <summary>Checks every argument.</summary>
    public StaticType[] Types()
    {
        var types = new StaticType[Arguments.Length];
        for (var i = 0; i < types.Length; i++)
        {
            types[i] = Checker.Check(Arguments[i]);
        }

        return types;
    }

    /// <summary>A problem with the call as a whole, which is reported at the function's name.</summary>
    public ExpressionFault Fault(Message message) => new(message, Call.Anchor);

    /// <summary>What a message calls a type that does not fit an argument.</summary>
    public static string Shown(StaticType type) => type.IsNil ? "%!s(<nil>)" : type.Name;
}
