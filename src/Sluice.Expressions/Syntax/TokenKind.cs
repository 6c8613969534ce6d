namespace Sluice.Expressions.Syntax;

internal enum TokenKind
{
    EndOfInput = 1,
    Identifier,
    Number,
    String,
    Bytes,
    Operator,
    Bracket,
}
