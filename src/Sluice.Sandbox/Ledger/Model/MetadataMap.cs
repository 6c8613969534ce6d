using System.Text.Json;

namespace Sluice.Sandbox.Ledger.Model;

/// <summary>Metadata in memory and in its column.</summary>
internal static class MetadataMap
{
    /// <summary>No metadata; what is built from it is ordered by code unit, whatever the culture.</summary>
    public static Metadata Empty { get; } = Metadata.Empty.WithComparers(StringComparer.Ordinal);

    public static string Write(Metadata metadata) =>
        metadata.IsEmpty ? "{}" : System.Text.Encoding.UTF8.GetString(JsonText.Write(writer => writer.WriteStringMap(metadata)).Span);

    public static Metadata Read(string column)
    {
        if (column == "{}")
        {
            return Empty;
        }

        using var document = JsonDocument.Parse(column);
        return Empty.AddRange(document.RootElement.EnumerateObject()
            .Select(property => KeyValuePair.Create(property.Name, property.Value.GetString()!)));
    }
}
