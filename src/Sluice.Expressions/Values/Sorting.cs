using Sluice.Expressions.Evaluation;

namespace Sluice.Expressions.Values;

/// <summary>Stable sorting by <c>&lt;</c>, which may fail, and which no library sort can be trusted with.</summary>
internal static class Sorting
{
    // Up to here the pairs that are compared, and so the one that fails first, are those of the language.
    private const int InsertionMax = 12;

    /// <summary>The elements in the order of their keys.</summary>
    public static Value[] Sort(Value[] elements, Value[] keys, bool descending, Meter meter)
    {
        var order = new int[elements.Length];
        for (var i = 0; i < order.Length; i++)
        {
            order[i] = i;
        }

        if (order.Length <= InsertionMax)
        {
            Insert(order, keys, descending, meter);
        }
        else
        {
            Merge(order, new int[order.Length], keys, descending, meter);
        }

        return Array.ConvertAll(order, index => elements[index]);
    }

    private static bool IsBefore(Value[] keys, int left, int right, bool descending, Meter meter)
    {
        meter.Step(1);
        return descending
            ? Ordering.Compare("<", keys[right], keys[left], meter)
            : Ordering.Compare("<", keys[left], keys[right], meter);
    }

    private static void Insert(Span<int> order, Value[] keys, bool descending, Meter meter)
    {
        for (var i = 1; i < order.Length; i++)
        {
            for (var j = i; j > 0 && IsBefore(keys, order[j], order[j - 1], descending, meter); j--)
            {
                (order[j], order[j - 1]) = (order[j - 1], order[j]);
            }
        }
    }

    private static void Merge(Span<int> order, Span<int> spare, Value[] keys, bool descending, Meter meter)
    {
        if (order.Length <= InsertionMax)
        {
            Insert(order, keys, descending, meter);
            return;
        }

        var middle = order.Length / 2;
        Merge(order[..middle], spare[..middle], keys, descending, meter);
        Merge(order[middle..], spare[middle..], keys, descending, meter);
        order.CopyTo(spare);
        var (left, right) = (0, middle);
        for (var i = 0; i < order.Length; i++)
        {
            order[i] = left < middle && (right == order.Length || !IsBefore(keys, spare[right], spare[left], descending, meter))
                ? spare[left++]
                : spare[right++];
        }
    }
}
