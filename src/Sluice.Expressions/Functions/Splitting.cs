using System.Text;
using Sluice.Expressions.Evaluation;
using Sluice.Expressions.Values;

namespace Sluice.Expressions.Functions;

/// <summary>What <c>split</c> and <c>replace</c> have in common: occurrences of one string in another.</summary>
internal static class Splitting
{
    public static Value Split(EvaluationContext context, ReadOnlySpan<Value> arguments, bool keepSeparators)
    {
        var text = TextFunctions.Read(context, arguments[0]);
        var separator = TextFunctions.Read(context, arguments[1]);
        var limit = arguments.Length == 3 ? Access.ToInt(arguments[2]) : -1;
        if (limit == 0)
        {
            return Value.FromArray(ListArray.NilStrings);
        }

        var parts = new List<Value>();
        var start = 0;
        if (separator.Length == 0)
        {
            while (start < text.Length && (limit < 0 || parts.Count < limit - 1))
            {
                var length = Rune.TryGetRuneAt(text, start, out var rune) ? rune.Utf16SequenceLength : 1;
                Add(text.Substring(start, length));
                start += length;
            }

            if (start < text.Length)
            {
                Add(text[start..]);
            }

            return Value.FromArray(new ListArray(parts.ToArray(), ArrayFlavor.Strings));
        }

        while ((limit < 0 || parts.Count < limit - 1) && text.IndexOf(separator, start, StringComparison.Ordinal) is >= 0 and var found)
        {
            Add(text[start..(keepSeparators ? found + separator.Length : found)]);
            start = found + separator.Length;
        }

        Add(text[start..]);
        return Value.FromArray(new ListArray(parts.ToArray(), ArrayFlavor.Strings));

        void Add(string part)
        {
            context.ChargeElements(1);
            context.ChargeText(part.Length);
            parts.Add(Value.FromText(part));
        }
    }

    public static Value Replace(EvaluationContext context, ReadOnlySpan<Value> arguments)
    {
        var text = TextFunctions.Read(context, arguments[0]);
        var (old, replacement) = (TextFunctions.Read(context, arguments[1]), TextFunctions.Read(context, arguments[2]));
        var limit = arguments.Length == 4 ? Access.ToInt(arguments[3]) : -1;
        var replaced = new StringBuilder();
        var start = 0;
        for (var count = 0L; count != limit; count++)
        {
            // Nothing is found before every character and at the end.
            var found = old.Length > 0 ? text.IndexOf(old, start, StringComparison.Ordinal)
                : count == 0 ? 0
                : start < text.Length ? start + (Rune.TryGetRuneAt(text, start, out var rune) ? rune.Utf16SequenceLength : 1)
                : -1;
            if (found < 0)
            {
                break;
            }

            replaced.Append(text, start, found - start).Append(replacement);
            context.ChargeText(found - start + replacement.Length);
            start = found + old.Length;
        }

        context.ChargeText(text.Length - start);
        replaced.Append(text, start, text.Length - start);
        return replaced.Length > context.Limits.TextLengthMax
            ? throw new ExpressionFault(Messages.TextTooLong(context.Limits.TextLengthMax))
            : Value.FromText(replaced.ToString());
    }
}
