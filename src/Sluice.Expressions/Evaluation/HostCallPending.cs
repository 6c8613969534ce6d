namespace Sluice.Expressions.Evaluation;

/// <summary>Suspends an evaluation until a call of a host function has ended. It does not leave the library.</summary>
internal sealed class HostCallPending(ValueTask<Value> call) : Exception("A host function is not done yet.")
{
    public ValueTask<Value> Call { get; } = call;
}
