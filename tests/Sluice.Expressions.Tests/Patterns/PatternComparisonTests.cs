using System.Text.RegularExpressions;

namespace Sluice.Expressions.Tests.Patterns;

/// <summary>Where RE2 and .NET mean the same, both find the same.</summary>
public sealed class PatternComparisonTests
{
    private static readonly string[] Atoms =
        ["a", "b", "ab", ".", "[ab]", "[^a]", @"\w", @"\W", @"\b", @"\B", "^", @"\z", "(?m:^)", "(?m:$)", "(?i:A)", "(?s:.)", " ", "(?:)"];

    private static readonly string[] Repetitions = ["*", "+", "?", "{2}", "{0,2}", "{1,3}", "{2,}", "{0}", "*?"];

    [Fact]
    public void Random_patterns_find_what_dotnet_finds()
    {
        var random = new Random(4711);
        var found = 0;
        const int Patterns = 3_000;
        for (var i = 0; i < Patterns; i++)
        {
            var pattern = Pattern(random, 3);
            var regex = new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture);
            var program = Expression.Compile("t matches p").Program!;
            for (var texts = 0; texts < 8; texts++)
            {
                var text = string.Concat(Enumerable.Range(0, random.Next(7)).Select(_ => "abAB \n"[random.Next(6)]));
                var expected = regex.IsMatch(text);
                var environment = Value.From(new Dictionary<string, Value> { ["p"] = Value.From(pattern), ["t"] = Value.From(text) });

                var result = program.Evaluate(environment, TestContext.Current.CancellationToken);

                Assert.True(result.Succeeded, $"{pattern}: {result.Error}");
                Assert.True(expected == result.Value.AsBool(), $"'{text}' matches '{pattern}' should be {expected}");
                found += expected ? 1 : 0;
            }
        }

        Assert.InRange(found, Patterns, Patterns * 7);
    }

    private static string Pattern(Random random, int depth)
    {
        if (depth == 0)
        {
            return Atoms[random.Next(Atoms.Length)];
        }

        return random.Next(4) switch
        {
            0 => $"(?:{Pattern(random, depth - 1)}|{Pattern(random, depth - 1)})",
            1 => $"(?:{Pattern(random, depth - 1)}){Repetitions[random.Next(Repetitions.Length)]}",
            _ => Pattern(random, depth - 1) + Pattern(random, depth - 1),
        };
    }
}
