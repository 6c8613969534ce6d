namespace Sluice.Expressions.Values;

/// <summary>Elements in memory.</summary>
internal sealed class ListArray(ArraySegment<Value> elements, ArrayFlavor flavor = ArrayFlavor.Ordinary) : ArrayValue
{
    public static readonly ListArray Empty = new(ArraySegment<Value>.Empty);

    /// <summary>The array without elements that also equals nil.</summary>
    public static readonly ListArray NilArray = new(ArraySegment<Value>.Empty) { IsNil = true };

    /// <summary>The same, in the flavor of <c>split</c>.</summary>
    public static readonly ListArray NilStrings = new(ArraySegment<Value>.Empty, ArrayFlavor.Strings) { IsNil = true };

    public bool IsNil { get; private init; }

    public override int Count => elements.Count;

    public override ArrayFlavor Flavor => flavor;

    public override Value this[int index] => elements[index];

    public override ArrayValue Slice(int from, int to) => new ListArray(elements[from..to], flavor);

    public override Value[] ToArray() => [.. elements];
}
