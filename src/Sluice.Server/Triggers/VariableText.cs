using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Sluice.Expressions;

namespace Sluice.Server.Triggers;

/// <summary>What a value becomes as a variable of an instance, which is always text.</summary>
internal static class VariableText
{
    private static readonly ExpressionProgram ToJson = Expression.Compile("toJSON(value)").Program!;
    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>
    /// Text as it is, nothing as the empty text, numbers in their shortest form, times as RFC 3339, durations as <c>1h30m0s</c>,
    /// arrays and maps as JSON without spaces.
    /// </summary>
    /// <returns>Null when there is no problem, else what is wrong with the value.</returns>
    public static string? TryMake(in Value value, out string text)
    {
        text = "";
        switch (value.Kind)
        {
            case ValueKind.Nil:
                return null;
            case ValueKind.String:
                text = value.AsString();
                return null;
            case ValueKind.Duration:
                text = value.ToString();
                return null;
        }

        var json = ToJson.Evaluate(Value.From([KeyValuePair.Create("value", value)]));
        if (!json.Succeeded)
        {
            return json.Error.Message;
        }

        var element = JsonElement.Parse(json.Value.AsString());
        text = element.ValueKind switch
        {
            JsonValueKind.String => element.GetString()!,
            JsonValueKind.Array or JsonValueKind.Object => Write(element),
            _ => element.GetRawText(),
        };
        return null;
    }

    private static string Write(JsonElement element)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, Compact))
        {
            element.WriteTo(writer);
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
    }
}
