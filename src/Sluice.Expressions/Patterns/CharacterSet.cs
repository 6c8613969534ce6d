using System.Globalization;
using System.Text;

namespace Sluice.Expressions.Patterns;

/// <summary>The characters that a class in a pattern stands for, and how .NET writes that.</summary>
internal sealed class CharacterSet
{
    private const int Last = 0x10FFFF;
    private const int FirstWide = 0x10000;

    private readonly List<(int First, int Last)> _ranges = [];

    public static CharacterSet Any { get; } = Of((0, Last));

    public static CharacterSet AnyButLineFeed { get; } = Of((0, '\n' - 1), ('\n' + 1, Last));

    public static CharacterSet Of(params (int First, int Last)[] ranges)
    {
        var set = new CharacterSet();
        set._ranges.AddRange(ranges);
        return set;
    }

    public void Add(int first, int last) => _ranges.Add((first, last));

    public void Add(CharacterSet other) => _ranges.AddRange(other._ranges);

    public CharacterSet Complement()
    {
        var complement = new CharacterSet();
        var next = 0;
        foreach (var (first, last) in Sorted())
        {
            if (first > next)
            {
                complement.Add(next, first - 1);
            }

            next = Math.Max(next, last + 1);
        }

        if (next <= Last)
        {
            complement.Add(next, Last);
        }

        return complement;
    }

    /// <summary>The set as a .NET pattern.</summary>
    /// <param name="negated">Whether the complement is meant. It is left to .NET, which ignores case before it negates.</param>
    /// <param name="wide">Whether characters beyond 16 bits, which are pairs in .NET, can occur in the text.</param>
    public string ToPattern(bool negated, bool wide)
    {
        var pattern = new StringBuilder(negated ? "[^" : "[");
        var any = false;
        foreach (var (first, last) in Sorted())
        {
            if (first < FirstWide)
            {
                Append(pattern, first, Math.Min(last, FirstWide - 1));
                any = true;
            }
        }

        if (negated)
        {
            // Halves of pairs belong together.
            pattern.Append(wide ? @"\uD800-\uDFFF" : any ? "" : @"\uD800");
        }

        pattern.Append(']');
        var narrow = negated || any ? pattern.ToString() : @"[^\u0000-\uFFFF]";
        if (!wide)
        {
            return narrow;
        }

        var alternatives = new List<string> { narrow };
        foreach (var (first, last) in (negated ? Complement() : this).Sorted())
        {
            if (last >= FirstWide)
            {
                AddPairs(alternatives, Math.Max(first, FirstWide), last);
            }

            if (first <= 0xFFFD && last >= 0xFFFD)
            {
                // A byte without its character counts as the replacement character.
                alternatives.Add(@"[\uDC80-\uDCFF]");
            }
        }

        return $"(?:{string.Join('|', alternatives)})";
    }

    private static void AddPairs(List<string> alternatives, int first, int last)
    {
        var (firstHigh, firstLow) = Pair(first);
        var (lastHigh, lastLow) = Pair(last);
        if (firstHigh == lastHigh)
        {
            alternatives.Add($"{Unit(firstHigh)}[{Unit(firstLow)}-{Unit(lastLow)}]");
            return;
        }

        alternatives.Add($@"{Unit(firstHigh)}[{Unit(firstLow)}-\uDFFF]");
        if (lastHigh - firstHigh > 1)
        {
            alternatives.Add($@"[{Unit(firstHigh + 1)}-{Unit(lastHigh - 1)}][\uDC00-\uDFFF]");
        }

        alternatives.Add($@"{Unit(lastHigh)}[\uDC00-{Unit(lastLow)}]");
    }

    private static (int High, int Low) Pair(int codePoint) =>
        (0xD800 + ((codePoint - FirstWide) >> 10), 0xDC00 + ((codePoint - FirstWide) & 0x3FF));

    private static void Append(StringBuilder pattern, int first, int last)
    {
        pattern.Append(Unit(first));
        if (last > first)
        {
            pattern.Append('-').Append(Unit(last));
        }
    }

    private static string Unit(int unit) => string.Create(CultureInfo.InvariantCulture, $"\\u{unit:X4}");

    private IEnumerable<(int First, int Last)> Sorted() => _ranges.OrderBy(range => range.First);
}
