using System.Text.Json;
using System.Text.Json.Serialization;
using Sluice.Engine.Workflows;

namespace Sluice.Engine.Json;

internal sealed class WorkflowIdJsonConverter : JsonConverter<WorkflowId>
{
    public override WorkflowId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetGuid());

    public override void Write(Utf8JsonWriter writer, WorkflowId value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
}
