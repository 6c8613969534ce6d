using System.Collections.Immutable;

namespace Sluice.Sandbox.Numscript.Syntax;

/// <summary>Where money comes from.</summary>
internal abstract record Source(SourceSpan Span)
{
    /// <summary>One account, down to zero or to its overdraft.</summary>
    public sealed record Account(SourceSpan Span, Expression Address, Overdraft? Overdraft) : Source(Span);

    /// <summary>Each in turn, the next when the one before it is exhausted.</summary>
    public sealed record InOrder(SourceSpan Span, ImmutableArray<Source> Sources) : Source(Span);

    /// <summary>At most so much of another source.</summary>
    public sealed record Capped(SourceSpan Span, Expression Cap, Source From) : Source(Span);

    /// <summary>Fixed shares, each of which must be there in full.</summary>
    public sealed record Allotment(SourceSpan Span, ImmutableArray<Share<Source>> Shares) : Source(Span);
}

/// <summary>How far below zero a source account may go; no limit when <paramref name="UpTo"/> is <c>null</c>.</summary>
internal sealed record Overdraft(Expression? UpTo);

/// <summary>A share of an amount and what becomes of it; what the others leave when <paramref name="Portion"/> is <c>null</c>.</summary>
internal sealed record Share<T>(SourceSpan Span, Expression? Portion, T Of);
