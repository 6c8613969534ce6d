using System.Runtime.CompilerServices;
using Sluice.Expressions.Functions;

namespace Sluice.Expressions.Evaluation;

/// <summary>A call of a built-in function.</summary>
internal sealed class BuiltinOperation(int anchor, BuiltinBody body, Operation[] arguments) : Operation(anchor)
{
    public override Value Evaluate(EvaluationContext context)
    {
        var few = default(FewValues);
        var values = arguments.Length <= FewValues.Length ? ((Span<Value>)few)[..arguments.Length] : new Value[arguments.Length];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = arguments[i].Evaluate(context);
        }

        context.Anchor = Anchor;
        return body(context, values);
    }

    [InlineArray(Length)]
    private struct FewValues
    {
        public const int Length = 4;

        private Value _first;
    }
}

/// <summary>A call of a function that the host registered.</summary>
internal sealed class HostCallOperation(int anchor, string name, HostFunction function, Operation[] arguments) : Operation(anchor)
{
    public override Value Evaluate(EvaluationContext context)
    {
        var values = new Value[arguments.Length];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = arguments[i].Evaluate(context);
        }

        context.Anchor = Anchor;
        return (context.Calls ??= new HostCalls(isAsynchronous: false)).Invoke(name, function, values, context);
    }
}

/// <summary>A call of a method of dates and durations, or of something that is no function. The receiver comes after the arguments.</summary>
internal sealed class MethodCallOperation(int anchor, Operation target, string name, ChainLink link, Operation[] arguments)
    : Operation(anchor)
{
    public override Value Evaluate(EvaluationContext context)
    {
        var values = new Value[arguments.Length];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = arguments[i].Evaluate(context);
        }

        var receiver = target.Evaluate(context);
        if (link.Ends(context, receiver))
        {
            return default;
        }

        context.Anchor = Anchor;
        if (Methods.Find(receiver.Kind, name) is { } method)
        {
            return method.Invoke(context, receiver, values);
        }

        var member = Access.Fetch(receiver, Value.FromText(name), context);
        throw new ExpressionFault(member.IsNil ? Messages.CannotCallNil : Messages.CannotCall(member));
    }
}

/// <summary>A call of what turns out to be no function.</summary>
internal sealed class FailingCallOperation(int anchor, Operation callee, Operation[] arguments) : Operation(anchor)
{
    public override Value Evaluate(EvaluationContext context)
    {
        foreach (var argument in arguments)
        {
            argument.Evaluate(context);
        }

        var value = callee.Evaluate(context);
        throw new ExpressionFault(value.IsNil ? Messages.CannotCallNil : Messages.CannotCall(value), Anchor);
    }
}
