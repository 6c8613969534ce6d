using System.Text;

namespace Sluice.Expressions.Syntax;

/// <summary>Cuts a source text into tokens, one at a time: an error behind the place where the parser gives up is never seen.</summary>
internal sealed class Lexer(string text)
{
    private const int EndOfText = -1;

    private int _position;
    private int _start;

    /// <summary>Where the last character read was; one past the end once the end was read.</summary>
    private int _last;

    public Token Next()
    {
        while (true)
        {
            _start = _position;
            var rune = Read();
            switch (rune)
            {
                case EndOfText:
                    var last = Math.Max(text.Length - 1, 0);
                    if (last > 0 && char.IsLowSurrogate(text[last]))
                    {
                        last--;
                    }

                    return new Token(TokenKind.EndOfInput, "", new SourceSpan(last, text.Length));
                case '/' when Accept("/"):
                    SkipLine();
                    continue;
                case '/' when Accept("*"):
                    SkipBlock();
                    continue;
                case < 0x10000 when char.IsWhiteSpace((char)rune):
                    continue;
                default:
                    return Scan(rune);
            }
        }
    }

    private Token Scan(int rune)
    {
        switch (rune)
        {
            case '"' or '\'':
                return Quoted(rune, bytes: false);
            case 'b' or 'B' when Peek() is '"' or '\'':
                return Quoted(Read(), bytes: true);
            case '`':
                return Raw();
            case >= '0' and <= '9':
                _position = _start;
                return Number();
            case '.' when Peek() is >= '0' and <= '9':
                return Number();
            case '.':
                Accept(".");
                return Operator();
            case '?':
                Accept(".?");
                return Operator();
            case '|':
                Accept("|");
                return Operator();
            case ':':
                Accept(":");
                return Operator();
            case '#':
                Accept("#");
                return Operator();
            case '&' or '!' or '=' or '*' or '<' or '>':
                Accept("&=*");
                return Operator();
            case '/' or ',' or ';' or '%' or '+' or '-' or '^':
                return Operator();
            case '(' or ')' or '[' or ']' or '{' or '}':
                return Make(TokenKind.Bracket, Word());
            default:
                return Characters.IsLetterOrDigit(new Rune(rune))
                    ? Name()
                    : throw Fault(Messages.UnrecognizedCharacter(new Rune(rune)));
        }
    }

    private Token Name()
    {
        while (Peek() is not EndOfText and var next && Characters.IsLetterOrDigit(new Rune(next)))
        {
            Read();
        }

        var word = Word();
        return Make(
            word is "not" or "in" or "or" or "and" or "matches" or "contains" or "startsWith" or "endsWith" or "let" or "if" or "else"
                ? TokenKind.Operator
                : TokenKind.Identifier,
            word);
    }

    private Token Number()
    {
        var digits = "0123456789_";
        if (Accept("0"))
        {
            digits = Accept("xX") ? "0123456789abcdefABCDEF_" : Accept("oO") ? "01234567_" : Accept("bB") ? "01_" : digits;
        }

        AcceptRun(digits);
        var end = _position;
        if (Accept("."))
        {
            if (Peek() == '.')
            {
                // The dots of a range: 1..5.
                _position = end;
                return Make(TokenKind.Number, Word());
            }

            AcceptRun(digits);
        }

        if (Accept("eE"))
        {
            Accept("+-");
            AcceptRun(digits);
        }

        if (Peek() is not EndOfText and var next && Characters.IsLetterOrDigit(new Rune(next)))
        {
            Read();
            throw Fault(Messages.BadNumber(Word()));
        }

        return Make(TokenKind.Number, Word());
    }

    private Token Quoted(int quote, bool bytes)
    {
        var contentStart = _position;
        var plain = true;
        for (var rune = Read(); rune != quote;)
        {
            if (rune is '\n' or EndOfText)
            {
                throw Fault(Messages.LiteralNotTerminated);
            }

            plain &= rune is not ('\\' or '\r');
            rune = rune == '\\' ? Escape(quote) : Read();
        }

        var content = text.AsSpan(contentStart, _position - 1 - contentStart);
        if (bytes)
        {
            return Escapes.TryDecodeBytes(content, out var decoded)
                ? new Token(TokenKind.Bytes, Values.Text.FromBytes(decoded), new SourceSpan(_start, _position), decoded)
                : throw Fault(Messages.UnableToUnescape);
        }

        return plain ? Make(TokenKind.String, content.ToString())
            : Escapes.TryDecode(content, out var value) ? Make(TokenKind.String, value)
            : throw Fault(Messages.UnableToUnescape);
    }

    /// <summary>Reads what follows a backslash, and returns the character after it.</summary>
    private int Escape(int quote)
    {
        var rune = Read();
        switch (rune)
        {
            case 'a' or 'b' or 'f' or 'n' or 'r' or 't' or 'v' or '\\':
            case var _ when rune == quote:
                return Read();
            case >= '0' and <= '7':
                return Digits(rune, numberBase: 8, count: 3);
            case 'x':
                return Digits(Read(), numberBase: 16, count: 2);
            case 'u' when Peek() == '{':
                return BracedDigits();
            case 'u':
                return Digits(Read(), numberBase: 16, count: 4);
            case 'U':
                return Digits(Read(), numberBase: 16, count: 8);
            default:
                throw Fault(Messages.InvalidEscape);
        }
    }

    private int Digits(int rune, int numberBase, int count)
    {
        for (; count > 0 && Characters.HexDigit(rune) < numberBase; count--)
        {
            rune = Read();
        }

        return count == 0 ? rune : throw Fault(Messages.InvalidEscape);
    }

    private int BracedDigits()
    {
        Read();
        var digits = 0;
        for (; Peek() != '}'; digits++)
        {
            if (digits == 6 || Characters.HexDigit(Peek()) == 16)
            {
                throw Fault(Messages.InvalidEscape);
            }

            Read();
        }

        if (digits == 0)
        {
            throw Fault(Messages.InvalidEscape);
        }

        Read();
        return Read();
    }

    private Token Raw()
    {
        while (true)
        {
            var rune = Read();
            if (rune == '`' && !Accept("`"))
            {
                return Make(TokenKind.String, text[(_start + 1)..(_position - 1)].Replace("``", "`", StringComparison.Ordinal));
            }

            if (rune == EndOfText)
            {
                throw Fault(Messages.LiteralNotTerminated);
            }
        }
    }

    private void SkipLine()
    {
        var end = text.IndexOf('\n', _position);
        _position = end < 0 ? text.Length : end;
    }

    private void SkipBlock()
    {
        var end = text.IndexOf("*/", _position, StringComparison.Ordinal);
        if (end < 0)
        {
            _last = text.Length;
            throw Fault(Messages.UnclosedComment);
        }

        _position = end + 2;
    }

    private int Read()
    {
        _last = _position;
        if (_position >= text.Length)
        {
            return EndOfText;
        }

        if (char.IsHighSurrogate(text[_position]))
        {
            _position += 2;
            return char.ConvertToUtf32(text[_position - 2], text[_position - 1]);
        }

        return text[_position++];
    }

    private int Peek() => _position >= text.Length ? EndOfText
        : char.IsHighSurrogate(text[_position]) ? char.ConvertToUtf32(text[_position], text[_position + 1])
        : text[_position];

    private bool Accept(string characters)
    {
        if (_position >= text.Length || !characters.Contains(text[_position], StringComparison.Ordinal))
        {
            return false;
        }

        _last = _position++;
        return true;
    }

    private void AcceptRun(string characters)
    {
        while (Accept(characters))
        {
        }
    }

    private Token Operator() => Make(TokenKind.Operator, Word());

    private string Word() => Words.Text(text.AsSpan(_start, _position - _start));

    private Token Make(TokenKind kind, string value) => new(kind, value, new SourceSpan(_start, _position));

    private ExpressionFault Fault(Message message) => new(message, _last);
}
