using Sluice.Expressions.Values;

namespace Sluice.Expressions.Syntax;

/// <summary>A word of the source.</summary>
/// <param name="Value">Its text; for string literals what they stand for.</param>
/// <param name="Span">Where it is. The end of input sits on the last character.</param>
/// <param name="Content">The bytes of a bytes literal.</param>
internal readonly record struct Token(TokenKind Kind, string Value, SourceSpan Span, byte[]? Content = null)
{
    public bool Is(TokenKind kind, string value) => Kind == kind && string.Equals(Value, value, StringComparison.Ordinal);

    public bool IsOperator(string value) => Is(TokenKind.Operator, value);

    public bool IsBracket(string value) => Is(TokenKind.Bracket, value);

    /// <summary>How messages show it.</summary>
    public override string ToString()
    {
        var kind = Kind == TokenKind.EndOfInput ? "EOF" : Kind.ToString();
        return Value.Length == 0 ? kind : $"{kind}({Quoting.Quote(Value)})";
    }
}
