using System.Text.Json;

namespace Sluice.Expressions.Tests.Conformance;

public sealed class ConformanceTests
{
    [Fact]
    public void Every_case_gives_what_the_language_says()
    {
        var lines = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "Conformance", "cases.jsonl"));

        var failures = new List<string>();
        foreach (var line in lines)
        {
            using var document = JsonDocument.Parse(line);
            var test = new ConformanceCase(document.RootElement);
            if (test.Run() is { } difference)
            {
                failures.Add($"{test.Id}: {test.Text[..Math.Min(test.Text.Length, 120)]}: {difference}");
            }
        }

        Assert.Equal(2499, lines.Length);
        Assert.True(failures.Count == 0, $"{failures.Count} of {lines.Length} cases fail:\n{string.Join('\n', failures)}");
    }
}
