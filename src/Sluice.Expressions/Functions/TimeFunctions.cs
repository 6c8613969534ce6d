using Sluice.Expressions.Binding;
using Sluice.Expressions.Evaluation;
using Sluice.Expressions.Times;

namespace Sluice.Expressions.Functions;

/// <summary>Functions that make dates, durations and time zones. What can be done with those is in <see cref="Methods"/>.</summary>
internal static class TimeFunctions
{
    private const string Group = "Dates and durations";

    public static IReadOnlyList<BuiltinFunction> All { get; } =
    [
        new("now", Group, "", "The current time, the same throughout an evaluation.", CheckNow, Now),
        new("date", Group, "string[, layout[, zone]]", "The time that a text stands for, in a common form or after a layout.", CheckDate, Date),
        new("duration", Group, "string", "A duration such as `\"1h30m\"`; units are h, m, s, ms, us and ns.", call => CheckText(call, StaticType.Duration), Duration),
        new("timezone", Group, "name", "A time zone by its IANA name, such as `\"Europe/Paris\"`.", call => CheckText(call, StaticType.Zone), TimeZone),
    ];

    private static StaticType CheckText(CallCheck call, StaticType result) =>
        Signature.Check(call.Checker, call.Arguments, call.Name, [new Signature(result, Parameter.String)], call.Call.Anchor);

    private static StaticType CheckNow(CallCheck call)
    {
        var types = call.Types();
        return types.Length == 0 || (types.Length == 1 && (types[0].Kind == StaticKind.Zone || types[0].IsUnknown))
            ? StaticType.Time
            : throw call.Fault(Messages.WrongCount("0", types.Length));
    }

    private static Value Now(EvaluationContext context, ReadOnlySpan<Value> arguments) => arguments.Length == 0 ? Value.FromTime(context.Now)
        : arguments[0].Kind == ValueKind.TimeZone ? Value.FromTime(context.Now.In(arguments[0].Zone))
        : throw new ExpressionFault(Messages.WrongCount("0", 1));

    private static StaticType CheckDate(CallCheck call)
    {
        var types = call.Types();
        var count = types.Length - (types.Length > 0 && types[0].Kind == StaticKind.Zone ? 1 : 0);
        return count < 1 ? throw call.Fault(Messages.WrongCount("at least 1", count))
            : count > 3 ? throw call.Fault(Messages.WrongCount("at most 3", count))
            : StaticType.Time;
    }

    private static Value Date(EvaluationContext context, ReadOnlySpan<Value> arguments)
    {
        Zone? zone = null;
        if (arguments[0].Kind == ValueKind.TimeZone)
        {
            zone = arguments[0].Zone;
            arguments = arguments[1..];
            if (arguments.Length == 0)
            {
                throw new ExpressionFault(Messages.WrongCount("at least 1", 0));
            }
        }

        var text = TextFunctions.Read(context, arguments[0]);
        var layout = arguments.Length > 1 ? TextFunctions.Read(context, arguments[1]) : null;
        if (arguments.Length == 3)
        {
            zone = FindZone(context, Arguments.Text(arguments[2]));
        }

        // Without a zone clocks are read in UTC, but offsets and abbreviations are those of the local zone.
        var (clock, local) = (zone ?? Zone.Utc, zone ?? context.LocalZone);
        context.Step(text.Length + (layout?.Length ?? 0));
        if (layout is null)
        {
            return TimeParser.TryReadCommon(text, clock, local, out var instant)
                ? Value.FromTime(instant)
                : throw new ExpressionFault(Messages.InvalidDate(text));
        }

        return TimeParser.TryRead(text, layout, clock, local, out var read, out var problem)
            ? Value.FromTime(read)
            : throw new ExpressionFault(Messages.TimeDoesNotFit(problem));
    }

    private static Value Duration(EvaluationContext context, ReadOnlySpan<Value> arguments) =>
        DurationText.TryRead(TextFunctions.Read(context, arguments[0]), out var nanoseconds, out var problem)
            ? Value.FromDuration(nanoseconds)
            : throw new ExpressionFault(Messages.InvalidDuration(problem));

    private static Value TimeZone(EvaluationContext context, ReadOnlySpan<Value> arguments) =>
        Value.FromZone(FindZone(context, Arguments.Text(arguments[0])));

    private static Zone FindZone(EvaluationContext context, string name) => name == "Local"
        ? context.LocalZone
        : ZoneFiles.Find(name) ?? throw new ExpressionFault(Messages.UnknownTimeZone(name));
}
