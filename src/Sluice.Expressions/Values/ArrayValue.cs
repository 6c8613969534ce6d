using System.Collections;

namespace Sluice.Expressions.Values;

/// <summary>The elements of an array value, wherever they are.</summary>
internal abstract class ArrayValue : IReadOnlyList<Value>
{
    public abstract int Count { get; }

    public abstract ArrayFlavor Flavor { get; }

    public abstract Value this[int index] { get; }

    /// <summary>The elements from one index to another, in the same flavor.</summary>
    public virtual ArrayValue Slice(int from, int to) => new ListArray(ToArray()[from..to], Flavor);

    /// <summary>The elements in an array of the caller's own.</summary>
    public virtual Value[] ToArray()
    {
        var elements = new Value[Count];
        for (var i = 0; i < elements.Length; i++)
        {
            elements[i] = this[i];
        }

        return elements;
    }

    public IEnumerator<Value> GetEnumerator()
    {
        for (var i = 0; i < Count; i++)
        {
            yield return this[i];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
