using Sluice.Expressions.Syntax;

namespace Sluice.Expressions.Binding;

/// <summary>Looks for calls that may be ones of host functions: all that are not of built-in ones. It rewrites nothing.</summary>
internal sealed class HostCallSearch : SyntaxRewriter
{
    private bool _found;

    public static bool Finds(SyntaxNode root)
    {
        var search = new HostCallSearch();
        search.Rewrite(root);
        return search._found;
    }

    protected override SyntaxNode Visit(SyntaxNode node)
    {
        _found |= node is CallSyntax;
        return node;
    }
}
