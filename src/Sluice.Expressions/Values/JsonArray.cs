using System.Text.Json;

namespace Sluice.Expressions.Values;

/// <summary>
/// An array of a JSON document. Asking for an index walks the document up to it, so the place of the last one asked for is kept, and
/// asking in order costs one step each. One evaluation at a time uses it.
/// </summary>
internal sealed class JsonArray(JsonElement array, JsonNumbers numbers) : ArrayValue
{
    private JsonElement.ArrayEnumerator _enumerator;
    private int _next = -1;

    public override int Count { get; } = array.GetArrayLength();

    public override ArrayFlavor Flavor => ArrayFlavor.Ordinary;

    public override Value this[int index]
    {
        get
        {
            if (_next < 0 || index < _next - 1)
            {
                _enumerator = array.EnumerateArray();
                _next = 0;
            }

            for (; _next <= index; _next++)
            {
                _enumerator.MoveNext();
            }

            return Value.FromJson(_enumerator.Current, numbers);
        }
    }
}
