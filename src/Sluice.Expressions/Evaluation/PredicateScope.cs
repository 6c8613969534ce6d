using Sluice.Expressions.Values;

namespace Sluice.Expressions.Evaluation;

/// <summary>What the pointers of one predicate refer to while it runs. Elements are read when they are asked for.</summary>
internal sealed class PredicateScope
{
    public ArrayValue Elements = ListArray.Empty;
    public int Index;
    public Value Accumulator;

    public void Clear()
    {
        Elements = ListArray.Empty;
        Accumulator = default;
    }
}
