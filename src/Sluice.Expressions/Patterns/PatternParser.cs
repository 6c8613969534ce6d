using System.Globalization;

namespace Sluice.Expressions.Patterns;

/// <summary>Reads a pattern in RE2 syntax. Captures are of no use here, so groups do not capture.</summary>
internal sealed partial class PatternParser
{
    private const int DepthMax = 250;
    private const int RepeatMax = 1_000;

    // About how many instructions there may be; RE2 has such a limit too.
    private const long SizeMax = 20_000;

    // Ranges of characters in all the classes together.
    private const long RangesMax = 500_000;

    private readonly string _pattern;
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly HashSet<CharacterSet> _sets = [];
    private readonly Dictionary<(int CodePoint, bool IgnoresCase), PatternNode> _literals = [];
    private long _ranges;
    private int _position;
    private Flags _flags;

    private PatternParser(string pattern) => _pattern = pattern;

    /// <exception cref="PatternException">It is not a valid pattern.</exception>
    public static PatternNode Parse(string pattern)
    {
        var parser = new PatternParser(pattern);
        var node = parser.Alternatives(0);
        return parser._position < pattern.Length ? throw Fault("unexpected )", pattern) : node;
    }

    private bool AtEnd => _position >= _pattern.Length;

    private char Current => _pattern[_position];

    private AlternativesNode Alternatives(int depth)
    {
        if (depth > DepthMax)
        {
            throw Fault("expression nests too deeply", _pattern);
        }

        var branches = new List<PatternNode>();
        var (size, repeats) = (1L, 1L);
        while (true)
        {
            var branch = Sequence(depth);
            branches.Add(branch);
            (size, repeats) = (size + branch.Size, Math.Max(repeats, branch.Repeats));
            if (AtEnd || Current != '|')
            {
                return size > SizeMax
                    ? throw Fault("expression too large", _pattern)
                    : new AlternativesNode(branches, size, repeats);
            }

            _position++;
        }
    }

    private SequenceNode Sequence(int depth)
    {
        var parts = new List<PatternNode>();
        var (size, repeats) = (1L, 1L);
        while (!AtEnd && Current is not ('|' or ')'))
        {
            if (Current is '*' or '+' or '?')
            {
                throw Fault("missing argument to repetition operator", _pattern.Substring(_position, 1));
            }

            var start = _position;
            if (Current == '{' && TryRepeat(out _, out _))
            {
                throw Fault("missing argument to repetition operator", _pattern[start.._position]);
            }

            if (Atom(depth) is { } atom)
            {
                atom = Repeated(atom);
                parts.Add(atom);
                (size, repeats) = (size + atom.Size, Math.Max(repeats, atom.Repeats));
            }
        }

        return new SequenceNode(parts, size, repeats);
    }

    private PatternNode Repeated(PatternNode atom)
    {
        var start = _position;
        if (!TryRepeat(out var min, out var max))
        {
            return atom;
        }

        var repeats = atom.Repeats;
        if (_pattern[start] == '{')
        {
            repeats *= Math.Max(max ?? min, 1);
            if (min > RepeatMax || max > RepeatMax || max < min || repeats > RepeatMax)
            {
                throw Fault("invalid repeat count", _pattern[start.._position]);
            }
        }

        if (!AtEnd && Current == '?')
        {
            // Whether it is lazy does not matter to whether it matches.
            _position++;
        }

        var end = _position;
        if (TryRepeat(out _, out _))
        {
            throw Fault("invalid nested repetition operator", _pattern[start.._position]);
        }

        _position = end;
        var size = atom.Size * Math.Max(max ?? min, 1);
        return size > SizeMax
            ? throw Fault("expression too large", _pattern)
            : new RepeatNode(atom, min, max, size, repeats);
    }

    /// <summary>Reads a repetition operator; braces that are none stand for themselves.</summary>
    private bool TryRepeat(out int min, out int? max)
    {
        (min, max) = (0, null);
        if (AtEnd)
        {
            return false;
        }

        switch (Current)
        {
            case '*':
                _position++;
                return true;
            case '+':
                _position++;
                min = 1;
                return true;
            case '?':
                _position++;
                max = 1;
                return true;
            case '{':
                var end = _pattern.IndexOf('}', _position);
                return end > 0 && TryBounds(_pattern.AsSpan(_position + 1, end - _position - 1), end, out min, out max);
            default:
                return false;
        }
    }

    private bool TryBounds(ReadOnlySpan<char> bounds, int end, out int min, out int? max)
    {
        (min, max) = (0, null);
        var comma = bounds.IndexOf(',');
        var lower = comma < 0 ? bounds : bounds[..comma];
        var upper = comma < 0 ? bounds : bounds[(comma + 1)..];
        if (!TryCount(lower, out min) || (!TryCount(upper, out var limit) && upper.Length > 0))
        {
            return false;
        }

        max = upper.Length == 0 ? null : limit;
        _position = end + 1;
        return true;
    }

    private static bool TryCount(ReadOnlySpan<char> digits, out int count)
    {
        count = 0;
        if (digits.Length == 0 || digits.IndexOfAnyExceptInRange('0', '9') >= 0 || (digits.Length > 1 && digits[0] == '0'))
        {
            return false;
        }

        count = digits.Length > 4 ? RepeatMax + 1 : int.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);
        return true;
    }

    private static PatternException Fault(string problem, string part) => new(problem, part);

    [Flags]
    private enum Flags
    {
        None = 0,
        IgnoreCase = 1,
        Multiline = 2,
        DotMatchesLineFeed = 4,
    }
}
