using System.Runtime.InteropServices;
using System.Text.Json;

namespace Sluice.Expressions.Values;

/// <summary>A map whose keys are text: map literals and JSON objects.</summary>
internal sealed class TextMap(Dictionary<string, Value> entries) : MapValue
{
    public const string Type = "map[string]interface {}";

    public override int Count => entries.Count;

    public override string TypeName => Type;

    public override IEnumerable<KeyValuePair<Value, Value>> Entries =>
        entries.Select(entry => KeyValuePair.Create(Value.FromText(entry.Key), entry.Value));

    public Dictionary<string, Value> ByName => entries;

    /// <summary>The members of a JSON object; the last one counts when a name is repeated. Their values stay in the document.</summary>
    public static TextMap From(JsonElement element, JsonNumbers numbers)
    {
        var entries = new Dictionary<string, Value>(element.GetPropertyCount(), StringComparer.Ordinal);
        foreach (var property in element.EnumerateObject())
        {
            entries[JsonText.Decode(JsonMarshal.GetRawUtf8PropertyName(property))] = Value.FromJson(property.Value, numbers);
        }

        return new TextMap(entries);
    }

    public override Value Find(in Value key) => Find(key.Text);

    public Value Find(string name) => entries.GetValueOrDefault(name);

    public override bool Contains(in Value key) => entries.ContainsKey(key.Text);
}
