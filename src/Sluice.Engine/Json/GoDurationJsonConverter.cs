using System.Text.Json;
using System.Text.Json.Serialization;
using Sluice.Engine.Stages;

namespace Sluice.Engine.Json;

/// <summary>Writes a duration in Go's form, such as <c>"1h30m0s"</c>, and reads all that <see cref="GoDuration"/> reads.</summary>
public sealed class GoDurationJsonConverter : JsonConverter<GoDuration>
{
    /// <inheritdoc/>
    /// <exception cref="JsonException">The value is not a string that denotes a duration.</exception>
    public override GoDuration Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && GoDuration.TryParse(reader.GetString(), out var duration)
            ? duration
            : throw new JsonException("expected a duration such as \"1h30m0s\"");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, GoDuration value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStringValue(value.ToString());
    }
}
