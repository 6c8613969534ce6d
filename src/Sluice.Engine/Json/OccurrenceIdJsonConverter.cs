using System.Text.Json;
using System.Text.Json.Serialization;
using Sluice.Engine.Triggers;

namespace Sluice.Engine.Json;

internal sealed class OccurrenceIdJsonConverter : JsonConverter<OccurrenceId>
{
    public override OccurrenceId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetGuid());

    public override void Write(Utf8JsonWriter writer, OccurrenceId value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
}
