using Sluice.Expressions.Syntax;

namespace Sluice.Expressions.Binding;

/// <summary><c>map(filter(a, p), f)</c> runs in one pass, unless f asks for the position, which would be that in a.</summary>
internal sealed class SelectionRewriter : SyntaxRewriter
{
    protected override SyntaxNode Visit(SyntaxNode node) =>
        node is BuiltinSyntax { Name: "map", Arguments: [BuiltinSyntax { Name: "filter", Selection: null } filter, PredicateSyntax selection] } map
        && !IndexSearch.Finds(selection.Body)
            ? new BuiltinSyntax(map.Span, map.Anchor, "filter", filter.Arguments) { Selection = selection.Body, Type = map.Type }
            : node;

    /// <summary>Looks for <c>#index</c>; one that belongs to a predicate further inside only costs the second pass.</summary>
    private sealed class IndexSearch : SyntaxRewriter
    {
        private bool _found;

        public static bool Finds(SyntaxNode body)
        {
            var search = new IndexSearch();
            search.Rewrite(body);
            return search._found;
        }

        protected override SyntaxNode Visit(SyntaxNode node)
        {
            _found |= node is PointerSyntax { Name: "index" };
            return node;
        }
    }
}
