namespace Sluice.Expressions.Patterns;

/// <summary>The characters that a class in a pattern stands for.</summary>
internal sealed class CharacterSet
{
    private const int Last = 0x10FFFF;

    // Sets with fewer characters are folded one by one, others by going through the characters that have cases.
    private const int SmallCount = 256;

    private readonly List<(int First, int Last)> _added = [];
    private (int First, int Last)[]? _ranges;
    private CharacterSet? _complement;
    private CharacterSet? _folded;

    public static CharacterSet Any { get; } = Of((0, Last));

    public static CharacterSet LineFeed { get; } = Of(('\n', '\n'));

    public static CharacterSet AnyButLineFeed { get; } = LineFeed.Complement();

    /// <summary>What is in it: in order, and apart.</summary>
    public (int First, int Last)[] Ranges => _ranges ??= Normalize();

    public static CharacterSet Of(params (int First, int Last)[] ranges)
    {
        var set = new CharacterSet();
        set._added.AddRange(ranges);
        return set;
    }

    public void Add(int first, int last)
    {
        _added.Add((first, last));
        (_ranges, _complement, _folded) = (null, null, null);
    }

    public void Add(CharacterSet other)
    {
        _added.AddRange(other.Ranges);
        (_ranges, _complement, _folded) = (null, null, null);
    }

    public bool Contains(int codePoint)
    {
        var ranges = Ranges;
        var (low, high) = (0, ranges.Length - 1);
        while (low <= high)
        {
            var middle = (low + high) >> 1;
            if (codePoint < ranges[middle].First)
            {
                high = middle - 1;
            }
            else if (codePoint > ranges[middle].Last)
            {
                low = middle + 1;
            }
            else
            {
                return true;
            }
        }

        return false;
    }

    public CharacterSet Complement()
    {
        if (_complement is { } known)
        {
            return known;
        }

        var complement = new CharacterSet();
        var next = 0;
        foreach (var (first, last) in Ranges)
        {
            if (first > next)
            {
                complement.Add(next, first - 1);
            }

            next = last + 1;
        }

        if (next <= Last)
        {
            complement.Add(next, Last);
        }

        return _complement = complement;
    }

    /// <summary>The set with the other cases of what is in it.</summary>
    public CharacterSet Folded()
    {
        if (_folded is { } known)
        {
            return known;
        }

        var folded = Of(Ranges);
        if (Ranges.Sum(range => (long)range.Last - range.First + 1) <= SmallCount)
        {
            foreach (var (first, last) in Ranges)
            {
                for (var codePoint = first; codePoint <= last; codePoint++)
                {
                    AddCases(folded, codePoint);
                }
            }
        }
        else
        {
            foreach (var codePoint in CaseFolding.Cased)
            {
                if (Contains(codePoint))
                {
                    AddCases(folded, codePoint);
                }
            }
        }

        return _folded = folded;
    }

    private static void AddCases(CharacterSet folded, int codePoint)
    {
        foreach (var other in CaseFolding.CasesOf(codePoint))
        {
            folded.Add(other, other);
        }
    }

    private (int First, int Last)[] Normalize()
    {
        var merged = new List<(int First, int Last)>();
        foreach (var range in _added.OrderBy(range => range.First))
        {
            if (merged.Count > 0 && range.First <= merged[^1].Last + 1)
            {
                merged[^1] = (merged[^1].First, Math.Max(merged[^1].Last, range.Last));
            }
            else
            {
                merged.Add(range);
            }
        }

        return [.. merged];
    }
}
