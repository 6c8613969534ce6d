namespace Sluice.Sandbox.Numscript.Syntax;

internal enum TokenKind
{
    None,
    Word,
    Variable,
    Account,
    Asset,
    Number,
    Portion,
    Text,
    Punctuation,
    Unknown,
    End,
}

/// <summary>A piece of a script. <paramref name="Value"/> is without the marks around it: no <c>$</c>, <c>@</c> or quotes.</summary>
internal readonly record struct Token(TokenKind Kind, string Value, SourceSpan Span)
{
    public bool Is(string punctuationOrWord) => Kind is TokenKind.Word or TokenKind.Punctuation && Value == punctuationOrWord;

    public string Describe() => Kind switch
    {
        TokenKind.End => "the end of the script",
        TokenKind.Variable => $"${Value}",
        TokenKind.Account => $"@{Value}",
        TokenKind.Text => $"\"{Value}\"",
        _ => $"'{Value}'",
    };
}
