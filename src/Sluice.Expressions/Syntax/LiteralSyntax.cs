namespace Sluice.Expressions.Syntax;

/// <summary>A literal of any kind, or an array that the optimizer found to consist of literals only.</summary>
internal sealed class LiteralSyntax(SourceSpan span, int anchor, Value value) : SyntaxNode(span, anchor, 0)
{
    public Value Value { get; } = value;

    public bool IsInt => Value.Kind == ValueKind.Int;

    public bool IsNumber => Value.Kind is ValueKind.Int or ValueKind.Float;

    public bool IsString => Value.Kind == ValueKind.String;

    public bool IsBool => Value.Kind == ValueKind.Bool;
}
