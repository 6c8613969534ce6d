using System.Text.RegularExpressions;

namespace Sluice.Expressions.Tests.Documentation;

/// <summary>The manual says what the library does.</summary>
public sealed partial class ManualTests
{
    private static readonly string Manual = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Documentation", "expressions.md"));

    [Fact]
    public void The_reference_of_the_functions_is_that_of_the_registry() => Assert.Equal(
        FunctionReference.ToMarkdown().Trim(),
        Manual.Split("<!-- functions -->")[1].Trim());

    [Fact]
    public void The_examples_give_what_is_written_behind_them()
    {
        var examples = Example().Matches(Manual).Select(match => (Text: match.Groups[1].Value, Result: match.Groups[2].Value)).ToList();

        Assert.NotEmpty(examples);
        Assert.All(examples, example => Assert.Equal(
            (example.Text, example.Result),
            (example.Text, Evaluations.Text($"string({example.Text})", """
                {"event": {"type": "transfer", "date": "2026-03-01T10:00:00Z", "ledger": "main",
                 "transaction": {"id": 7, "amount": 25000, "asset": "USD/2", "reference": "order-17",
                 "postings": [{"source": "world", "destination": "users:alice", "amount": 20000},
                              {"source": "world", "destination": "fees", "amount": 5000}]}}}
                """))));
    }

    // A row of a table: an expression and its value.
    [GeneratedRegex(@"^\| `([^`]+)` \| → `([^`]*)` \|", RegexOptions.Multiline)]
    private static partial Regex Example();
}
