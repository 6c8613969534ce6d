using System.Numerics;

namespace Sluice.Sandbox.Numscript.Syntax;

/// <summary>Something that has a value.</summary>
internal abstract record Expression(SourceSpan Span, ValueKind Type)
{
    public sealed record Account(SourceSpan Span, string Address) : Expression(Span, ValueKind.Account);

    public sealed record Asset(SourceSpan Span, string Code) : Expression(Span, ValueKind.Asset);

    public sealed record Number(SourceSpan Span, BigInteger Value) : Expression(Span, ValueKind.Number);

    public sealed record Text(SourceSpan Span, string Value) : Expression(Span, ValueKind.String);

    public sealed record Portion(SourceSpan Span, Numscript.Portion Value) : Expression(Span, ValueKind.Portion);

    public sealed record Monetary(SourceSpan Span, Expression AssetCode, Expression Amount) : Expression(Span, ValueKind.Monetary);

    public sealed record Variable(SourceSpan Span, string Name, ValueKind Type) : Expression(Span, Type);
}
