using System.Globalization;
using System.Text;

namespace Sluice.Expressions.Patterns;

/// <summary>
/// Reads a pattern in RE2 syntax and writes it for .NET. The two look alike and differ in what counts: what <c>\d</c> and <c>$</c> mean,
/// how flags are written, which classes there are, and characters beyond 16 bits. Captures are of no use here, so groups do not capture.
/// </summary>
internal sealed partial class PatternTranslator
{
    private const int DepthMax = 250;
    private const int RepeatMax = 1_000;

    // The engine's automaton has a state for each; RE2 has such a limit too.
    private const long SizeMax = 20_000;

    private readonly string _pattern;
    private readonly bool _wide;
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private int _position;
    private Flags _flags;

    private PatternTranslator(string pattern, bool wide) => (_pattern, _wide) = (pattern, wide);

    /// <summary>The pattern for .NET.</summary>
    /// <param name="wide">Whether it is for texts with characters beyond 16 bits.</param>
    /// <exception cref="PatternException">It is not a valid pattern.</exception>
    public static string Translate(string pattern, bool wide)
    {
        var translator = new PatternTranslator(pattern, wide);
        var fragment = translator.Alternatives(0);
        return translator._position < pattern.Length ? throw Fault("unexpected )", pattern) : fragment.Text;
    }

    private bool AtEnd => _position >= _pattern.Length;

    private char Current => _pattern[_position];

    private Fragment Alternatives(int depth)
    {
        if (depth > DepthMax)
        {
            throw Fault("expression nests too deeply", _pattern);
        }

        var text = new StringBuilder();
        var (size, repeats) = (1L, 1L);
        while (true)
        {
            var branch = Sequence(depth);
            text.Append(branch.Text);
            (size, repeats) = (size + branch.Size, Math.Max(repeats, branch.Repeats));
            if (AtEnd || Current != '|')
            {
                return size > SizeMax
                    ? throw Fault("expression too large", _pattern)
                    : new Fragment($"(?:{text})", size, repeats);
            }

            text.Append('|');
            _position++;
        }
    }

    private Fragment Sequence(int depth)
    {
        var text = new StringBuilder();
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
                text.Append(atom.Text);
                (size, repeats) = (size + atom.Size, Math.Max(repeats, atom.Repeats));
            }
        }

        return new Fragment(text.ToString(), size, repeats);
    }

    private Fragment Repeated(Fragment atom)
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
        var upper = max is null ? "" : max.Value.ToString(CultureInfo.InvariantCulture);
        var size = atom.Size * Math.Max(max ?? min, 1);
        return size > SizeMax
            ? throw Fault("expression too large", _pattern)
            : new Fragment(string.Create(CultureInfo.InvariantCulture, $"(?:{atom.Text}){{{min},{upper}}}"), size, repeats);
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

    /// <summary>A part of the result, how large the automaton for it is, and how often its most repeated part is repeated.</summary>
    private sealed record Fragment(string Text, long Size = 1, long Repeats = 1);
}
