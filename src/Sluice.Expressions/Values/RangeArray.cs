namespace Sluice.Expressions.Values;

/// <summary>The integers from a first one on.</summary>
internal sealed class RangeArray(long first, int count) : ArrayValue
{
    public override int Count => count;

    public override ArrayFlavor Flavor => ArrayFlavor.Ints;

    public override Value this[int index] => Value.From(first + index);

    public override ArrayValue Slice(int from, int to) => new RangeArray(first + from, to - from);
}
