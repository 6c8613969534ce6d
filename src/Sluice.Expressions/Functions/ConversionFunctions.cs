using System.Buffers;
using System.Text;
using System.Text.Json;
using Sluice.Expressions.Binding;
using Sluice.Expressions.Evaluation;
using Sluice.Expressions.Values;

namespace Sluice.Expressions.Functions;

/// <summary>Functions that turn values into text and back.</summary>
internal static class ConversionFunctions
{
    private const string Group = "Conversions";

    // Even the shortest document takes about a microsecond.
    private const int ParseSteps = 50;

    public static IReadOnlyList<BuiltinFunction> All { get; } =
    [
        Make(
            "string", "value", "Text of any value; a whole float from a million on has an exponent.",
            StaticType.String,
            (context, arguments) => Value.FromText(PlainText.Of(arguments[0], context)),
            Parameter.Any),
        Make(
            "toJSON", "value", "JSON text of a value, indented, keys sorted.",
            StaticType.String,
            (context, arguments) => Value.FromText(JsonRendering.Of(arguments[0], context)),
            Parameter.Any),
        Make("fromJSON", "string", "The value of a JSON text; its numbers are floats.", StaticType.Unknown, FromJson, Parameter.String),
        Make("toBase64", "string", "Its UTF-8 bytes in base64.", StaticType.String, ToBase64, Parameter.String),
        Make("fromBase64", "string", "The string of such bytes.", StaticType.String, FromBase64, Parameter.String),
    ];

    private static BuiltinFunction Make(
        string name, string parameters, string summary, StaticType result, BuiltinBody body, Parameter parameter) => new(
        name,
        Group,
        parameters,
        summary,
        call => Signature.Check(call.Checker, call.Arguments, name, [new Signature(result, parameter)], call.Call.Anchor),
        body);

    private static Value FromJson(EvaluationContext context, ReadOnlySpan<Value> arguments)
    {
        var text = TextFunctions.Read(context, arguments[0]);
        context.Step(ParseSteps);
        context.ChargeText(text.Length);
        var bytes = Text.ToBytes(Text.ReplaceLoneSurrogates(text));
        try
        {
            CheckNumbers(bytes);
            var document = JsonDocument.Parse(bytes, new JsonDocumentOptions { MaxDepth = context.Limits.ValueDepthMax });
            return Value.FromJson(document.RootElement, JsonNumbers.Floats);
        }
        catch (JsonException)
        {
            throw new ExpressionFault(Messages.BadJson(JsonProblem.Describe(bytes)));
        }
    }

    /// <summary>Refuses numbers that are no float before anything is made of them.</summary>
    private static void CheckNumbers(ReadOnlySpan<byte> json)
    {
        // Without an exponent or hundreds of digits none can be.
        if (json.Length < 300 && json.IndexOfAny((byte)'e', (byte)'E') < 0)
        {
            return;
        }

        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = int.MaxValue });
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.Number && !double.IsFinite(NumberText.ReadDouble(reader.ValueSpan)))
            {
                throw new ExpressionFault(Messages.BadJson(
                    $"json: cannot unmarshal number {Encoding.ASCII.GetString(reader.ValueSpan)} into Go value of type float64"));
            }
        }
    }

    private static Value ToBase64(EvaluationContext context, ReadOnlySpan<Value> arguments)
    {
        var text = TextFunctions.Read(context, arguments[0]);
        context.ChargeText(text.Length * 3L);
        return Value.FromText(Convert.ToBase64String(Text.ToBytes(text)));
    }

    private static Value FromBase64(EvaluationContext context, ReadOnlySpan<Value> arguments)
    {
        var text = TextFunctions.Read(context, arguments[0]);
        context.ChargeText(text.Length);
        var lines = text.AsSpan().IndexOfAny('\r', '\n') < 0
            ? text
            : text.Replace("\r", "", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal);
        var stray = lines.AsSpan().IndexOfAnyExcept(Base64Characters);
        var bytes = new byte[lines.Length];
        return stray < 0 && Convert.TryFromBase64String(lines, bytes, out var length)
            ? Value.FromText(Text.FromBytes(bytes.AsSpan(0, length)))
            : throw new ExpressionFault(Messages.BadBase64(stray < 0 ? lines.Length : stray));
    }

    private static readonly SearchValues<char> Base64Characters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=");
}
