using System.Text.Json;

namespace Sluice.Expressions.Evaluation;

/// <summary>A step of a compiled program. Immutable; what changes is in the context.</summary>
/// <param name="anchor">Where its faults are reported.</param>
internal abstract class Operation(int anchor)
{
    public int Anchor { get; } = anchor;

    /// <summary>
    /// How many names a path into a JSON document has that <see cref="TryFindJson"/> may follow; 0 when it is none. Paths that lead
    /// nowhere are followed twice, so the length is limited.
    /// </summary>
    public virtual int PathLength => 0;

    public abstract Value Evaluate(EvaluationContext context);

    /// <summary>
    /// Evaluates a path of names into a JSON document, such as <c>event.type</c>, without making a value of every step.
    /// </summary>
    /// <returns>
    /// False when it is not such a path, or leads out of the document; <see cref="Evaluate"/> then knows what that means.
    /// </returns>
    public virtual bool TryFindJson(EvaluationContext context, out JsonElement element)
    {
        element = default;
        return false;
    }

    /// <summary>Evaluates a condition.</summary>
    /// <param name="asker">Where it is reported that the value is no bool.</param>
    public virtual bool EvaluateBool(EvaluationContext context, int asker)
    {
        var value = Evaluate(context);
        return value.Kind == ValueKind.Bool ? value.Bool : throw new ExpressionFault(Messages.NotA("bool", value), asker);
    }
}
