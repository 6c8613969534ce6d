using Sluice.Expressions.Syntax;

namespace Sluice.Expressions.Binding;

/// <summary>
/// Rewrites a checked tree. The rewrites are part of the language: they decide which errors vanish, what counts against the memory
/// budget and where faults are reported, so their order is fixed.
/// </summary>
internal static class Optimizer
{
    // Folding goes on while it finds something; one round folds at least one level.
    private const int FoldingRoundsMax = 1_000;

    /// <summary>Rewrites a tree.</summary>
    /// <param name="root">The tree.</param>
    /// <param name="deepeningMax">By how many levels the tree may become deeper than it was.</param>
    /// <returns>The tree it becomes; null when that is too deep.</returns>
    public static SyntaxNode? Optimize(SyntaxNode root, int deepeningMax)
    {
        root = new SetRewriter().Rewrite(root);
        for (var round = 0; round < FoldingRoundsMax; round++)
        {
            var folding = new FoldingRewriter();
            root = folding.Rewrite(root);
            if (!folding.Changed)
            {
                break;
            }
        }

        var sums = new SumRewriter(deepeningMax);
        foreach (var pass in new SyntaxRewriter[]
        {
            new RangeTestRewriter(), new SelectionRewriter(), new FilterRewriter(), new QuantifierRewriter(), sums, new CountRewriter(),
        })
        {
            root = pass.Rewrite(root);
            if (sums.IsTooDeep)
            {
                return null;
            }
        }

        return root;
    }
}
