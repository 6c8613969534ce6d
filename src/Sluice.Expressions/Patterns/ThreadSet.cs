namespace Sluice.Expressions.Patterns;

/// <summary>Numbers of instructions: cleared at once, and gone through in the order in which they came.</summary>
internal sealed class ThreadSet(int capacity)
{
    private readonly int[] _items = new int[capacity];
    private readonly int[] _positions = new int[capacity];

    public int Count { get; private set; }

    public int this[int position] => _items[position];

    public void Clear() => Count = 0;

    /// <summary>Adds one; false when it is there already.</summary>
    public bool Add(int item)
    {
        var position = _positions[item];
        if (position < Count && _items[position] == item)
        {
            return false;
        }

        (_items[Count], _positions[item]) = (item, Count);
        Count++;
        return true;
    }
}
