using System.Buffers;
using System.Globalization;
using System.Numerics;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Sluice.Sandbox.Ledger.Model;

/// <summary>Writes JSON, integers of any size included.</summary>
internal static class JsonText
{
    // These answers are never embedded in a page, so letters of any script stay readable.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static ReadOnlyMemory<byte> Write(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            write(writer);
        }

        return buffer.WrittenMemory;
    }

    public static void WriteInteger(this Utf8JsonWriter writer, string name, BigInteger value)
    {
        writer.WritePropertyName(name);
        writer.WriteInteger(value);
    }

    public static void WriteInteger(this Utf8JsonWriter writer, BigInteger value)
    {
        if (value >= long.MinValue && value <= long.MaxValue)
        {
            writer.WriteNumberValue((long)value);
        }
        else
        {
            writer.WriteRawValue(value.ToString(CultureInfo.InvariantCulture), skipInputValidation: true);
        }
    }

    public static void WriteStringMap(this Utf8JsonWriter writer, string name, Metadata map)
    {
        writer.WritePropertyName(name);
        writer.WriteStringMap(map);
    }

    public static void WriteStringMap(this Utf8JsonWriter writer, Metadata map)
    {
        writer.WriteStartObject();
        foreach (var (key, value) in map)
        {
            writer.WriteString(key, value);
        }

        writer.WriteEndObject();
    }
}
