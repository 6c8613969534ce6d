using System.Globalization;
using System.Text;

namespace Sluice.Expressions.Patterns;

/// <summary>What a repetition operator can follow.</summary>
internal sealed partial class PatternParser
{
    /// <summary>Reads the next atom; null when it only sets flags.</summary>
    private PatternNode? Atom(int depth)
    {
        switch (Current)
        {
            case '(':
                return Group(depth);
            case '[':
                return Class();
            case '.':
                _position++;
                var any = _flags.HasFlag(Flags.DotMatchesLineFeed) ? CharacterSet.Any : CharacterSet.AnyButLineFeed;
                return Characters(any);
            case '^':
                _position++;
                return new AssertionNode(_flags.HasFlag(Flags.Multiline) ? Assertion.LineStart : Assertion.TextStart);
            case '$':
                _position++;
                return new AssertionNode(_flags.HasFlag(Flags.Multiline) ? Assertion.LineEnd : Assertion.TextEnd);
            case '\\':
                return Escape();
            default:
                return Literal(ReadRune());
        }
    }

    private AlternativesNode? Group(int depth)
    {
        var start = _position++;
        var outer = _flags;
        if (!AtEnd && Current == '?')
        {
            if (!Named(start) && !FlagsOf(start))
            {
                // Flags without a colon hold until the end of the group they are in.
                return null;
            }
        }

        var inner = Alternatives(depth + 1);
        if (AtEnd)
        {
            throw Fault("missing closing )", _pattern);
        }

        _position++;
        _flags = outer;
        return inner;
    }

    private bool Named(int start)
    {
        var open = _pattern.AsSpan(_position) switch
        {
            ['?', 'P', '<', ..] => 3,
            ['?', '<', not ('=' or '!'), ..] => 2,
            _ => 0,
        };
        if (open == 0)
        {
            return false;
        }

        var end = _pattern.IndexOf('>', _position);
        var name = end < 0 ? "" : _pattern[(_position + open)..end];
        if (name.Length == 0 || !name.All(character => char.IsAsciiLetterOrDigit(character) || character == '_') || !_names.Add(name))
        {
            throw Fault("invalid named capture", end < 0 ? _pattern[start..] : _pattern[start..(end + 1)]);
        }

        _position = end + 1;
        return true;
    }

    /// <summary>Reads flags; false when there is no group behind them.</summary>
    private bool FlagsOf(int start)
    {
        var (flags, on, any) = (_flags, true, false);
        for (_position++; !AtEnd; _position++)
        {
            switch (Current)
            {
                case 'i':
                    Set(Flags.IgnoreCase);
                    break;
                case 'm':
                    Set(Flags.Multiline);
                    break;
                case 's':
                    Set(Flags.DotMatchesLineFeed);
                    break;
                case 'U':
                    Set(Flags.None);
                    break;
                case '-' when on:
                    (on, any) = (false, false);
                    break;
                case ':' or ')' when any || on:
                    _flags = flags;
                    return _pattern[_position++] == ':';
                default:
                    throw Fault("invalid or unsupported Perl syntax", _pattern[start..(_position + 1)]);
            }
        }

        throw Fault("missing argument to repetition operator", "?");

        void Set(Flags flag)
        {
            flags = on ? flags | flag : flags & ~flag;
            any = true;
        }
    }

    private PatternNode Escape()
    {
        if (_position + 1 >= _pattern.Length)
        {
            throw Fault("trailing backslash at end of expression", "");
        }

        var letter = _pattern[_position + 1];
        switch (letter)
        {
            case 'A' or 'z' or 'b' or 'B':
                _position += 2;
                return new AssertionNode(letter switch
                {
                    'A' => Assertion.TextStart,
                    'z' => Assertion.TextEnd,
                    'b' => Assertion.WordBoundary,
                    _ => Assertion.NoWordBoundary,
                });
            case 'Q':
                return Quoted();
        }

        return TryNamedClass(out var set, out var negated) ? Emit(set, negated) : Literal(ReadEscaped());
    }

    /// <summary>Everything up to <c>\E</c> stands for itself. What repeats repeats the last character.</summary>
    private SequenceNode Quoted()
    {
        _position += 2;
        var end = _pattern.IndexOf(@"\E", _position, StringComparison.Ordinal);
        var quoted = _pattern[_position..(end < 0 ? _pattern.Length : end)];
        _position = end < 0 ? _pattern.Length : end + 2;
        var parts = new List<PatternNode>();
        foreach (var rune in quoted.EnumerateRunes())
        {
            parts.Add(Literal(rune.Value));
        }

        if (parts.Count == 0)
        {
            parts.Add(new SequenceNode([], 1, 1));
        }

        parts[^1] = Repeated(parts[^1]);
        return new SequenceNode(parts, parts[^1].Size + quoted.Length, parts[^1].Repeats);
    }

    /// <summary>Reads <c>\d</c>, <c>\pL</c> and their like.</summary>
    private bool TryNamedClass(out CharacterSet set, out bool negated)
    {
        var start = _position;
        var letter = _pattern[_position + 1];
        negated = char.IsAsciiLetterUpper(letter);
        if (CharacterClasses.OfLetter(char.ToLowerInvariant(letter)) is { } perl)
        {
            _position += 2;
            set = perl;
            return true;
        }

        set = CharacterSet.Any;
        if (letter is not ('p' or 'P'))
        {
            return false;
        }

        _position += 2;
        if (AtEnd)
        {
            throw Fault("invalid character class range", _pattern[start..]);
        }

        var end = Current == '{' ? _pattern.IndexOf('}', _position) : _position;
        if (end < 0)
        {
            throw Fault("invalid character class range", _pattern[start..]);
        }

        var name = Current == '{' ? _pattern[(_position + 1)..end] : _pattern.Substring(_position, 1);
        _position = end + 1;
        if (name.StartsWith('^'))
        {
            negated = !negated;
            name = name[1..];
        }

        set = CharacterClasses.OfUnicode(name) ?? throw Fault("invalid character class range", _pattern[start.._position]);
        return true;
    }

    private CharacterNode Class()
    {
        var start = _position++;
        var negated = !AtEnd && Current == '^';
        _position += negated ? 1 : 0;
        var set = new CharacterSet();
        for (var first = true; AtEnd || Current != ']' || first; first = false)
        {
            if (AtEnd)
            {
                throw Fault("missing closing ]", _pattern[start..]);
            }

            if (TryPosix(set))
            {
                continue;
            }

            if (Current == '\\' && _position + 1 < _pattern.Length && TryNamedClass(out var named, out var complement))
            {
                set.Add(complement ? named.Complement() : named);
                continue;
            }

            var rangeStart = _position;
            var low = ClassCharacter(start);
            var high = low;
            if (_position + 1 < _pattern.Length && Current == '-' && _pattern[_position + 1] != ']')
            {
                _position++;
                high = ClassCharacter(start);
                if (high < low)
                {
                    throw Fault("invalid character class range", _pattern[rangeStart.._position]);
                }
            }

            set.Add(low, high);
        }

        _position++;
        return Emit(set, negated);
    }

    private bool TryPosix(CharacterSet set)
    {
        if (!_pattern.AsSpan(_position).StartsWith("[:"))
        {
            return false;
        }

        var end = _pattern.IndexOf(":]", _position + 2, StringComparison.Ordinal);
        if (end < 0)
        {
            return false;
        }

        var name = _pattern[(_position + 2)..end];
        var negated = name.StartsWith('^');
        var posix = CharacterClasses.OfPosix(negated ? name[1..] : name)
            ?? throw Fault("invalid character class range", _pattern[_position..(end + 2)]);
        set.Add(negated ? posix.Complement() : posix);
        _position = end + 2;
        return true;
    }

    private int ClassCharacter(int start) => AtEnd ? throw Fault("missing closing ]", _pattern[start..])
        : Current == '\\' ? ReadEscaped()
        : ReadRune();

    private int ReadRune()
    {
        Rune.DecodeFromUtf16(_pattern.AsSpan(_position), out var rune, out var length);
        _position += length;
        return rune.Value;
    }

    /// <summary>Reads an escape that stands for one character.</summary>
    private int ReadEscaped()
    {
        var start = _position++;
        if (AtEnd)
        {
            throw Fault("trailing backslash at end of expression", "");
        }

        var letter = ReadRune();
        switch (letter)
        {
            case 'a':
                return '\a';
            case 'f':
                return '\f';
            case 'n':
                return '\n';
            case 'r':
                return '\r';
            case 't':
                return '\t';
            case 'v':
                return '\v';
            case 'x':
                return Hexadecimal(start);
            case '0':
            case >= '1' and <= '7' when !AtEnd && Current is >= '0' and <= '7':
                var value = letter - '0';
                for (var digits = 1; digits < 3 && !AtEnd && Current is >= '0' and <= '7'; digits++)
                {
                    value = (value * 8) + _pattern[_position++] - '0';
                }

                return value;
        }

        return letter < 0x80 && !char.IsAsciiLetterOrDigit((char)letter)
            ? letter
            : throw Fault("invalid escape sequence", _pattern[start.._position]);
    }

    private int Hexadecimal(int start)
    {
        var braced = !AtEnd && Current == '{';
        var end = braced ? _pattern.IndexOf('}', _position) : Math.Min(_position + 2, _pattern.Length);
        var digits = end < 0 ? "" : _pattern[(_position + (braced ? 1 : 0))..end];
        if (digits.Length > (braced ? 8 : 2) || (!braced && digits.Length < 2)
            || !int.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value)
            || value is < 0 or > 0x10FFFF)
        {
            throw Fault("invalid escape sequence", _pattern[start..Math.Min(start + 4, _pattern.Length)]);
        }

        _position = braced ? end + 1 : end;
        return value;
    }

    private PatternNode Literal(int codePoint)
    {
        var key = (codePoint, _flags.HasFlag(Flags.IgnoreCase));
        if (!_literals.TryGetValue(key, out var node))
        {
            _literals.Add(key, node = Emit(CharacterSet.Of((codePoint, codePoint)), negated: false));
        }

        return node;
    }

    private CharacterNode Emit(CharacterSet set, bool negated)
    {
        // What is left out is left out in all its cases.
        set = _flags.HasFlag(Flags.IgnoreCase) ? set.Folded() : set;
        return Characters(negated ? set.Complement() : set);
    }

    private CharacterNode Characters(CharacterSet set)
    {
        if (_sets.Add(set) && (_ranges += set.Ranges.Length) > RangesMax)
        {
            throw Fault("expression too large", _pattern);
        }

        return new CharacterNode(set);
    }
}
