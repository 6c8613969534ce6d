using Sluice.Expressions.Binding;
using Sluice.Expressions.Evaluation;

namespace Sluice.Expressions.Functions;

/// <summary>Something that dates, durations and zones can be asked, as in <c>date(…).Year()</c>.</summary>
internal sealed record Method(
    string Name, StaticType Result, string Summary, Parameter[] Parameters, Func<Value, Value[], EvaluationContext, Value> Body)
{
    public Value Invoke(EvaluationContext context, Value receiver, Value[] arguments)
    {
        if (arguments.Length != Parameters.Length)
        {
            throw new ExpressionFault(Messages.MethodCount(Parameters.Length, arguments.Length));
        }

        for (var i = 0; i < arguments.Length; i++)
        {
            if (!Fits(arguments[i], Parameters[i]))
            {
                throw new ExpressionFault(Messages.MethodArgument(arguments[i], Parameters[i].Name));
            }
        }

        return Body(receiver, arguments, context);
    }

    private static bool Fits(in Value value, Parameter parameter) => parameter.Kind switch
    {
        StaticKind.Int => value.Kind is ValueKind.Int or ValueKind.Int64 or ValueKind.Byte,
        StaticKind.String => value.Kind == ValueKind.String,
        StaticKind.Time => value.Kind == ValueKind.Time,
        StaticKind.Duration => value.Kind == ValueKind.Duration,
        _ => value.Kind == ValueKind.TimeZone,
    };
}
