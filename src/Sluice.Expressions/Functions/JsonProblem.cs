using Sluice.Expressions.Values;

namespace Sluice.Expressions.Functions;

/// <summary>Says what is wrong with a text that is no JSON, in the words of the language.</summary>
internal ref struct JsonProblem
{
    private const string End = "unexpected end of JSON input";

    private readonly ReadOnlySpan<byte> _json;
    private int _position;

    private JsonProblem(ReadOnlySpan<byte> json) => _json = json;

    public static string Describe(ReadOnlySpan<byte> json)
    {
        var reader = new JsonProblem(json);
        return reader.Document() ?? "exceeded max depth";
    }

    /// <summary>Goes through the text until something is wrong; null when nothing is.</summary>
    private string? Document()
    {
        // The brackets that are open. A stack of its own, because they may be many.
        var open = new Stack<byte>();
        while (true)
        {
            var problem = Value(open, out var opened);
            while (problem is null && !opened)
            {
                // A value has ended.
                var next = Next();
                if (open.Count == 0)
                {
                    return next is null ? null : Unexpected("after top-level value");
                }

                var isObject = open.Peek() == '{';
                if (next == ',')
                {
                    _position++;
                    problem = isObject ? Key() : null;
                    break;
                }

                if (next != (isObject ? (byte)'}' : (byte)']'))
                {
                    return Unexpected(isObject ? "after object key:value pair" : "after array element");
                }

                _position++;
                open.Pop();
            }

            if (problem is not null)
            {
                return problem;
            }
        }
    }

    private string? Value(Stack<byte> open, out bool opened)
    {
        opened = false;
        switch (Next())
        {
            case (byte)'{' or (byte)'[':
                var bracket = _json[_position++];
                if (Next() == (bracket == '{' ? (byte)'}' : (byte)']'))
                {
                    _position++;
                    return null;
                }

                open.Push(bracket);
                opened = true;
                return bracket == '{' ? Key() : null;
            case (byte)'"':
                return Text();
            case (byte)'-' or (>= (byte)'0' and <= (byte)'9'):
                return Number();
            case (byte)'t':
                return Literal("true");
            case (byte)'f':
                return Literal("false");
            case (byte)'n':
                return Literal("null");
            default:
                return Unexpected("looking for beginning of value");
        }
    }

    private string? Key()
    {
        if (Next() != '"')
        {
            return Unexpected("looking for beginning of object key string");
        }

        if (Text() is { } problem)
        {
            return problem;
        }

        if (Next() != ':')
        {
            return Unexpected("after object key");
        }

        _position++;
        return null;
    }

    private string? Text()
    {
        for (_position++; Current != '"'; _position++)
        {
            if (Current is null or < (byte)' ')
            {
                return Unexpected("in string literal");
            }

            if (Current != '\\')
            {
                continue;
            }

            _position++;
            if (Current is null || !"\"\\/bfnrtu"u8.Contains(Current.Value))
            {
                return Unexpected("in string escape code");
            }

            for (var digits = Current == 'u' ? 4 : 0; digits > 0; digits--)
            {
                _position++;
                if (Current is null || !char.IsAsciiHexDigit((char)Current))
                {
                    return Unexpected("in \\u hexadecimal character escape");
                }
            }
        }

        _position++;
        return null;
    }

    private string? Number()
    {
        _position += Current == '-' ? 1 : 0;
        if (Current == '0')
        {
            _position++;
        }
        else if (!Digits())
        {
            return Unexpected("in numeric literal");
        }

        if (Current == '.')
        {
            _position++;
            if (!Digits())
            {
                return Unexpected("after decimal point in numeric literal");
            }
        }

        if (Current is (byte)'e' or (byte)'E')
        {
            _position++;
            _position += Current is (byte)'+' or (byte)'-' ? 1 : 0;
            if (!Digits())
            {
                return Unexpected("in exponent of numeric literal");
            }
        }

        return null;
    }

    private bool Digits()
    {
        var start = _position;
        while (Current is >= (byte)'0' and <= (byte)'9')
        {
            _position++;
        }

        return _position > start;
    }

    private string? Literal(string word)
    {
        foreach (var letter in word)
        {
            if (Current != letter)
            {
                return Unexpected($"in literal {word} (expecting '{letter}')");
            }

            _position++;
        }

        return null;
    }

    private readonly byte? Current => _position < _json.Length ? _json[_position] : null;

    private byte? Next()
    {
        while (Current is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
        {
            _position++;
        }

        return Current;
    }

    private readonly string Unexpected(string where) => Current switch
    {
        null => End,
        (byte)'\'' => $@"invalid character '\'' {where}",
        (byte)'"' => $"invalid character '\"' {where}",
        var other => $"invalid character '{Quoting.Quote(((char)other).ToString())[1..^1]}' {where}",
    };
}
