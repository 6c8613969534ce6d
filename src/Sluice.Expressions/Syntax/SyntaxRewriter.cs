namespace Sluice.Expressions.Syntax;

/// <summary>A pass over a tree, children first. What <see cref="Visit"/> returns takes the node's place.</summary>
internal abstract class SyntaxRewriter
{
    public SyntaxNode Rewrite(SyntaxNode node)
    {
        node.RewriteChildren(this);
        return Visit(node);
    }

    protected abstract SyntaxNode Visit(SyntaxNode node);

    public void Rewrite(SyntaxNode[] nodes)
    {
        for (var i = 0; i < nodes.Length; i++)
        {
            nodes[i] = Rewrite(nodes[i]);
        }
    }
}
