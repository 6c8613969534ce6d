using System.Diagnostics.CodeAnalysis;

namespace Sluice.Expressions;

/// <summary>What an evaluation gave: a value, or what went wrong.</summary>
public readonly struct EvaluationResult
{
    internal EvaluationResult(Value value) => Value = value;

    internal EvaluationResult(Diagnostic error) => Error = error;

    /// <summary>Whether there is a value.</summary>
    [MemberNotNullWhen(false, nameof(Error))]
    public bool Succeeded => Error is null;

    /// <summary>The value; nil when the evaluation failed.</summary>
    public Value Value { get; }

    /// <summary>What went wrong; null when nothing did.</summary>
    public Diagnostic? Error { get; }
}
