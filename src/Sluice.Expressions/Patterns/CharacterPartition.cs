namespace Sluice.Expressions.Patterns;

/// <summary>
/// All characters in as few classes as a pattern tells apart. One character of a class stands for all of them.
/// </summary>
internal sealed class CharacterPartition
{
    private const int AsciiCount = 0x80;

    private readonly int[] _starts;
    private readonly int[] _classes;
    private readonly int[] _ascii = new int[AsciiCount];
    private readonly List<int> _representatives = [];

    public CharacterPartition(IReadOnlyCollection<CharacterSet> sets)
    {
        _starts = [.. sets.SelectMany(set => set.Ranges).SelectMany(range => new[] { range.First, range.Last + 1 }).Append(0).Distinct().Order()];
        _classes = new int[_starts.Length];
        var used = Refine(sets);
        var names = new int[used];
        for (var i = 0; i < _classes.Length; i++)
        {
            ref var name = ref names[_classes[i]];
            if (name == 0)
            {
                _representatives.Add(_starts[i]);
                name = _representatives.Count;
            }

            _classes[i] = name - 1;
        }

        for (var character = 0; character < AsciiCount; character++)
        {
            _ascii[character] = Find(character);
        }
    }

    public int Count => _representatives.Count;

    /// <summary>How much work it was to find the classes.</summary>
    public long Work { get; private set; }

    public int Representative(int characterClass) => _representatives[characterClass];

    public int ClassOf(int codePoint) => (uint)codePoint < AsciiCount ? _ascii[codePoint] : Find(codePoint);

    private int Find(int codePoint)
    {
        var index = Array.BinarySearch(_starts, codePoint);
        return _classes[index >= 0 ? index : ~index - 1];
    }

    /// <summary>Splits each class into what is in a set and what is not, for one set after the other.</summary>
    private int Refine(IReadOnlyCollection<CharacterSet> sets)
    {
        var used = 1;
        var split = new Dictionary<int, int>();
        foreach (var set in sets)
        {
            split.Clear();
            foreach (var (first, last) in set.Ranges)
            {
                for (var i = Array.BinarySearch(_starts, first); i < _starts.Length && _starts[i] <= last; i++)
                {
                    Work++;
                    if (!split.TryGetValue(_classes[i], out var inside))
                    {
                        split.Add(_classes[i], inside = used++);
                    }

                    _classes[i] = inside;
                }
            }
        }

        return used;
    }
}
