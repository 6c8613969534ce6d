namespace Sluice.Sandbox.Numscript.Syntax;

/// <summary>One sentence of a script.</summary>
internal abstract record Statement(SourceSpan Span)
{
    /// <summary>
    /// Moves money: a monetary amount, or all there is of an asset when <paramref name="All"/>, in which case
    /// <paramref name="Sent"/> is that asset.
    /// </summary>
    public sealed record Send(SourceSpan Span, Expression Sent, bool All, Source From, Destination To) : Statement(Span);

    public sealed record SetTransactionMetadata(SourceSpan Span, string Key, Expression Value) : Statement(Span);

    public sealed record SetAccountMetadata(SourceSpan Span, Expression Address, string Key, Expression Value) : Statement(Span);
}
