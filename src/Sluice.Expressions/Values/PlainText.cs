using System.Runtime.CompilerServices;
using System.Text;
using Sluice.Expressions.Evaluation;
using Sluice.Expressions.Times;

namespace Sluice.Expressions.Values;

/// <summary>The text that <c>string()</c> makes of a value.</summary>
internal static class PlainText
{
    public static string Of(in Value value, Meter? meter)
    {
        if (Scalar(value) is { } scalar)
        {
            return scalar;
        }

        var text = new StringBuilder();
        meter ??= new Meter();
        Append(text, value, meter, 0);
        meter.ChargeText(text.Length);
        return text.ToString();
    }

    /// <summary>The order in which maps show their keys: by kind, and by value within a kind.</summary>
    public static IEnumerable<KeyValuePair<Value, Value>> Sorted(MapValue map) =>
        map.Entries.OrderBy(entry => entry.Key.Kind).ThenBy(entry => entry.Key, Comparer<Value>.Create(CompareKeys));

    private static int CompareKeys(Value left, Value right) => left.Kind != right.Kind ? left.Kind.CompareTo(right.Kind) : left.Kind switch
    {
        ValueKind.String => Text.Compare(left.Text, right.Text),
        ValueKind.Float => left.Float.CompareTo(right.Float),
        ValueKind.BigInteger => left.AsBigInteger().CompareTo(right.AsBigInteger()),
        ValueKind.Time => left.Time.CompareTo(right.Time),
        _ => left.Bits.CompareTo(right.Bits),
    };

    private static string? Scalar(in Value value) => value.Kind switch
    {
        ValueKind.Nil => "<nil>",
        ValueKind.Bool => value.Bool ? "true" : "false",
        ValueKind.Int or ValueKind.Int64 or ValueKind.Byte or ValueKind.BigInteger => NumberText.Integer(value),
        ValueKind.Float => NumberText.Float(value.Float),
        ValueKind.String => value.Text,
        ValueKind.Time => TimeFormatter.Format(value.Time, TimeFormatter.Plain),
        ValueKind.Duration => DurationText.Format(value.Bits),
        ValueKind.TimeZone => value.Zone.Name,
        ValueKind.Month => Calendar.MonthNames[(int)value.Bits - 1],
        ValueKind.Weekday => Calendar.DayNames[(int)value.Bits],
        _ => null,
    };

    private static void Append(StringBuilder text, in Value value, Meter meter, int depth)
    {
        if (Scalar(value) is { } scalar)
        {
            text.Append(scalar);
            return;
        }

        meter.CheckDepth(depth);
        meter.Step(1);
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            var deep = value;
            DeepStack.Run(() =>
            {
                Append(text, deep, meter, depth);
                return true;
            });
            return;
        }

        switch (value.Kind)
        {
            case ValueKind.Bytes:
                text.Append('[').AppendJoin(' ', value.Bytes.Select(item => NumberText.Integer(Value.FromByte(item)))).Append(']');
                break;
            case ValueKind.Array:
                text.Append('[');
                var elements = value.Array;
                for (var i = 0; i < elements.Count; i++)
                {
                    text.Append(i > 0 ? " " : "");
                    AppendCharged(text, elements[i], meter, depth);
                }

                text.Append(']');
                break;
            default:
                text.Append("map[");
                var separator = "";
                foreach (var (key, item) in Sorted(value.Map))
                {
                    text.Append(separator);
                    Append(text, key, meter, depth + 1);
                    text.Append(':');
                    AppendCharged(text, item, meter, depth);
                    separator = " ";
                }

                text.Append(']');
                break;
        }
    }

    private static void AppendCharged(StringBuilder text, in Value value, Meter meter, int depth)
    {
        meter.Step(1);
        Append(text, value, meter, depth + 1);
        if (text.Length > meter.Limits.TextLengthMax)
        {
            throw new ExpressionFault(Messages.TextTooLong(meter.Limits.TextLengthMax));
        }
    }
}
