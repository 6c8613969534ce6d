using System.Buffers;
using System.Numerics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Sluice.Engine.Json;

/// <summary>
/// Writes an integer of any size as a plain JSON number and reads it back exactly, up to <see cref="ExactInteger.DigitsMax"/> digits.
/// </summary>
public sealed class BigIntegerJsonConverter : JsonConverter<BigInteger>
{
    /// <inheritdoc/>
    /// <exception cref="JsonException">The value is not a number, has a fraction, or has too many digits.</exception>
    public override BigInteger Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.Number)
        {
            throw new JsonException($"expected an integer but found {reader.TokenType}");
        }

        var number = Encoding.UTF8.GetString(reader.HasValueSequence ? reader.ValueSequence.ToArray() : reader.ValueSpan);
        return ExactInteger.ReadJsonNumber(number, out var value) is { } problem
            ? throw new JsonException($"expected an integer but {problem}")
            : value;
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, BigInteger value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteRawValue(value.ToString(System.Globalization.CultureInfo.InvariantCulture), skipInputValidation: true);
    }
}
