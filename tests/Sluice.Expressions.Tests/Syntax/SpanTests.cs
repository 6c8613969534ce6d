using Sluice.Expressions.Syntax;
using Sluice.Expressions.Tests.Conformance;

namespace Sluice.Expressions.Tests.Syntax;

public sealed class SpanTests
{
    [Theory]
    [InlineData("a + b * c", "a + b * c|a|b * c|b|c")]
    [InlineData("a?.b.c(1)[2]", "a?.b.c(1)[2]|a?.b.c(1)|a?.b.c(1)|a?.b.c|a?.b|a|b|c|1|2")]
    [InlineData("map(xs, {.y + 1})", "map(xs, {.y + 1})|xs|{.y + 1}|.y + 1|.y|.|y|1")]
    [InlineData("let a = 1; a ? [2] : {k: 3}", "let a = 1; a ? [2] : {k: 3}|1|a ? [2] : {k: 3}|a|[2]|2|{k: 3}|k|3")]
    [InlineData("x | len() > -1", "x | len() > -1|x | len()|x|-1|1")]
    [InlineData("1; 2", "1; 2|1|2")]
    public void Every_node_knows_its_text(string text, string expected) =>
        Assert.Equal(expected, string.Join('|', Nodes(Parse(text)).Select(node => text[node.Span.Start..node.Span.End])));

    [Fact]
    public void Spans_lie_within_those_of_the_nodes_around_them()
    {
        foreach (var text in ConformanceCase.Texts())
        {
            SyntaxNode root;
            try
            {
                root = Parse(text);
            }
            catch (ExpressionFault)
            {
                continue;
            }

            foreach (var node in Nodes(root))
            {
                Assert.True(
                    node.Span.Start >= 0 && node.Span.End <= text.Length && node.Span.Start < node.Span.End, $"{text}: {node.Span}");
            }
        }
    }

    private static SyntaxNode Parse(string text) => new Parser(text, _ => false, nodesMax: 10_000, depthMax: 500).Parse();

    private static List<SyntaxNode> Nodes(SyntaxNode root)
    {
        var collector = new Collector();
        collector.Rewrite(root);
        collector.Nodes.Reverse();
        return
        [
            .. collector.Nodes.OrderBy(node => node.Span.Start)
                .ThenByDescending(node => node.Span.End)
                .ThenByDescending(node => node.Depth),
        ];
    }

    private sealed class Collector : SyntaxRewriter
    {
        public List<SyntaxNode> Nodes { get; } = [];

        protected override SyntaxNode Visit(SyntaxNode node)
        {
            if (!Nodes.Contains(node))
            {
                Nodes.Add(node);
            }

            return node;
        }
    }
}
