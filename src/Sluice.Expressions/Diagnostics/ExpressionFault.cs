namespace Sluice.Expressions;

/// <summary>
/// Leaves the parser, the checker or an evaluation at the first problem. It never leaves the library: compiling and evaluating turn
/// it into a <see cref="Diagnostic"/>.
/// </summary>
/// <param name="anchor">Where the problem is; null when whoever catches it knows better.</param>
internal sealed class ExpressionFault(Message detail, int? anchor = null) : Exception(detail.Text)
{
    public Message Detail { get; } = detail;

    public int? Anchor { get; } = anchor;
}
