using System.Collections.Immutable;

namespace Sluice.Sandbox.Numscript.Syntax;

/// <summary>Where money goes.</summary>
internal abstract record Destination(SourceSpan Span)
{
    public sealed record Account(SourceSpan Span, Expression Address) : Destination(Span);

    /// <summary>Stays where it was.</summary>
    public sealed record Kept(SourceSpan Span) : Destination(Span);

    /// <summary>Each up to its cap in turn, and the rest to <paramref name="Remaining"/>.</summary>
    public sealed record InOrder(SourceSpan Span, ImmutableArray<(Expression Cap, Destination To)> Capped, Destination Remaining)
        : Destination(Span);

    public sealed record Allotment(SourceSpan Span, ImmutableArray<Share<Destination>> Shares) : Destination(Span);
}
