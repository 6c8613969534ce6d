using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Sluice.Expressions.Evaluation;
using Sluice.Expressions.Times;

namespace Sluice.Expressions.Values;

/// <summary>The JSON that <c>toJSON()</c> makes of a value: indented by two spaces, keys sorted.</summary>
internal sealed class JsonRendering
{
    private readonly StringBuilder _text = new();
    private readonly Meter _meter;

    private JsonRendering(Meter meter) => _meter = meter;

    public static string Of(in Value value, Meter meter)
    {
        var rendering = new JsonRendering(meter);
        rendering.Append(value, 0);
        meter.ChargeText(rendering._text.Length);
        return rendering._text.ToString();
    }

    private void Append(in Value value, int depth)
    {
        _meter.Step(1);
        _meter.CheckDepth(depth);
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            DeepStack.Run((rendering: this, value, depth), static deep =>
            {
                deep.rendering.Append(deep.value, deep.depth);
                return true;
            });
            return;
        }

        switch (value.Kind)
        {
            case ValueKind.Nil:
                _text.Append("null");
                break;
            case ValueKind.Float when !double.IsFinite(value.Float):
                throw new ExpressionFault(Messages.JsonUnsupportedValue(NumberText.Float(value.Float)));
            case ValueKind.Float:
                _text.Append(NumberText.Json(value.Float));
                break;
            case ValueKind.Bool:
                _text.Append(value.Bool ? "true" : "false");
                break;
            case ValueKind.String:
                AppendText(value.Text);
                break;
            case ValueKind.Bytes:
                AppendText(Convert.ToBase64String(value.Bytes));
                break;
            case ValueKind.Time:
                AppendText(TimeFormatter.Format(value.Time, TimeFormatter.Rfc3339Nano));
                break;
            case ValueKind.TimeZone:
                _text.Append("{}");
                break;
            case ValueKind.Array when value.IsNilArray:
                _text.Append("null");
                break;
            case ValueKind.Array:
                var elements = value.Array;
                AppendItems('[', ']', depth, elements.Count, elements.Select(element => KeyValuePair.Create(Value.Nil, element)));
                break;
            case ValueKind.Map when value.Map is KeyedMap keyed:
                throw new ExpressionFault(Messages.JsonUnsupportedType(keyed.TypeName));
            case ValueKind.Map:
                var map = value.Map;
                AppendItems('{', '}', depth, map.Count, PlainText.Sorted(map));
                break;
            default:
                _text.Append(NumberText.Integer(value));
                break;
        }
    }

    private void AppendItems(char open, char close, int depth, int count, IEnumerable<KeyValuePair<Value, Value>> items)
    {
        _text.Append(open);
        var separator = "";
        foreach (var (key, item) in items)
        {
            _text.Append(separator);
            NewLine(depth + 1);
            if (open == '{')
            {
                AppendText(key.Text);
                _text.Append(": ");
            }

            Append(item, depth + 1);
            separator = ",";
        }

        if (count > 0)
        {
            NewLine(depth);
        }

        _text.Append(close);
    }

    /// <summary>Indentation grows with the square of the depth, so it is charged before it is made.</summary>
    private void NewLine(int depth)
    {
        _meter.Step(depth >> 3);
        if (_text.Length > _meter.Limits.TextLengthMax)
        {
            throw new ExpressionFault(Messages.TextTooLong(_meter.Limits.TextLengthMax));
        }

        _text.Append('\n').Append(' ', depth * 2);
    }

    private void AppendText(string text)
    {
        // A byte that is no character has no place in JSON.
        text = Text.HasStrays(text) ? Text.ReplaceLoneSurrogates(text) : text;
        _text.Append('"');
        foreach (var character in text)
        {
            _ = character switch
            {
                '"' => _text.Append("\\\""),
                '\\' => _text.Append(@"\\"),
                '\n' => _text.Append("\\n"),
                '\r' => _text.Append("\\r"),
                '\t' => _text.Append("\\t"),
                < ' ' or '<' or '>' or '&' or '\u2028' or '\u2029' =>
                    _text.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}"),
                _ => _text.Append(character),
            };
        }

        _text.Append('"');
    }
}
