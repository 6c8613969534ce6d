using System.Text.RegularExpressions;

namespace Sluice.Sandbox.Numscript.Syntax;

/// <summary>Cuts a script into tokens; blanks, line breaks and comments separate and otherwise mean nothing.</summary>
internal sealed partial class Tokenizer(string script)
{
    // Tried in this order at each place, so a portion wins over the number it begins with.
    private static readonly (TokenKind Kind, Regex Pattern)[] Patterns =
    [
        (TokenKind.Portion, Portion()),
        (TokenKind.Number, Number()),
        (TokenKind.Word, Word()),
        (TokenKind.Asset, Asset()),
        (TokenKind.Account, Account()),
        (TokenKind.Variable, Variable()),
        (TokenKind.Text, Text()),
        (TokenKind.Punctuation, Punctuation()),
    ];

    private int _position;
    private int _line = 1;
    private int _lineStart;

    /// <summary>The tokens, the last of which is <see cref="TokenKind.End"/>.</summary>
    public IReadOnlyList<Token> ReadAll()
    {
        var tokens = new List<Token>();
        do
        {
            SkipBlanks();
            tokens.Add(ReadToken());
        }
        while (tokens[^1].Kind is not (TokenKind.End or TokenKind.Unknown));

        // What follows an unknown character can mean anything: reading on would only hide the one mistake among others.
        if (tokens[^1].Kind == TokenKind.Unknown)
        {
            tokens.Add(new Token(TokenKind.End, "", SpanOf(0)));
        }

        return tokens;
    }

    private void SkipBlanks()
    {
        while (Blank().Match(script, _position) is { Length: > 0 } blank)
        {
            foreach (var (offset, character) in blank.Value.Index())
            {
                if (character == '\n')
                {
                    _line++;
                    _lineStart = _position + offset + 1;
                }
            }

            _position += blank.Length;
        }
    }

    private Token ReadToken()
    {
        if (_position == script.Length)
        {
            return new Token(TokenKind.End, "", SpanOf(0));
        }

        foreach (var (kind, pattern) in Patterns)
        {
            if (pattern.Match(script, _position) is { Success: true } match)
            {
                var token = new Token(kind, match.Groups["value"].Value, SpanOf(match.Length));
                _position += match.Length;
                return token;
            }
        }

        var unknown = new Token(TokenKind.Unknown, script[_position].ToString(), SpanOf(1));
        _position++;
        return unknown;
    }

    private SourceSpan SpanOf(int length) => new(_position, length, _line, _position - _lineStart + 1);

    // A comment that is opened and never closed is left to be an unknown token.
    [GeneratedRegex(@"\G(\s+|//[^\n]*|/\*.*?\*/)", RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Blank();

    [GeneratedRegex(@"\G(?<value>[0-9]+ ?/ ?[0-9]+|[0-9]+(\.[0-9]+)?%)", RegexOptions.ExplicitCapture)]
    private static partial Regex Portion();

    [GeneratedRegex(@"\G(?<value>-?[0-9]+(_[0-9]+)*)", RegexOptions.ExplicitCapture)]
    private static partial Regex Number();

    [GeneratedRegex(@"\G(?<value>[a-z][a-z_]*)", RegexOptions.ExplicitCapture)]
    private static partial Regex Word();

    [GeneratedRegex(@"\G(?<value>[A-Z][A-Z0-9_]*(/[0-9]+)?)", RegexOptions.ExplicitCapture)]
    private static partial Regex Asset();

    [GeneratedRegex(@"\G@(?<value>[a-zA-Z0-9_-]+(:[a-zA-Z0-9_-]+)*)", RegexOptions.ExplicitCapture)]
    private static partial Regex Account();

    [GeneratedRegex(@"\G\$(?<value>[a-z_][a-z0-9_]*)", RegexOptions.ExplicitCapture)]
    private static partial Regex Variable();

    [GeneratedRegex(@"\G""(?<value>(\\[""\\]|[^\r\n""\\])*)""", RegexOptions.ExplicitCapture)]
    private static partial Regex Text();

    [GeneratedRegex(@"\G(?<value>[][(){}=,*])", RegexOptions.ExplicitCapture)]
    private static partial Regex Punctuation();
}
