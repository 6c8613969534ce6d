namespace Sluice.Expressions.Tests.Patterns;

public sealed class PatternTests
{
    [Theory]
    [InlineData("a.c", "abc", true)]
    [InlineData("a.c", "a\nc", false)]
    [InlineData("(?s)a.c", "a\nc", true)]
    [InlineData("^a.c$", "a😀c", true)]
    [InlineData("^a[^b]c$", "a😀c", true)]
    [InlineData("^[😀-😂]+$", "😀😁", true)]
    [InlineData("^[^😀]$", "😁", true)]
    [InlineData("a$", "a\n", false)]
    [InlineData("(?m)^b$", "a\nb\nc", true)]
    [InlineData("^b", "a\nb", false)]
    [InlineData(@"\d", "٣", false)]
    [InlineData(@"\w", "é", false)]
    [InlineData(@"\s", "\u00a0", false)]
    [InlineData(@"\s", "\v", false)]
    [InlineData(@"\bbar\b", "foo bar", true)]
    [InlineData("(?i)straSSe", "STRASSE", true)]
    [InlineData("(?i:a)b", "AB", false)]
    [InlineData("a(?i)b(?-i)c", "aBc", true)]
    [InlineData("(?i)[^a]", "A", false)]
    [InlineData("(?P<year>[0-9]{4})-(?<month>[0-9]{2})", "2023-08", true)]
    [InlineData(@"\Qa.b\E+", "a.bb", true)]
    [InlineData(@"^\Qa.b\E$", "axb", false)]
    [InlineData(@"\pL\p{Lu}\p{^Lu}\PL", "aAa1", true)]
    [InlineData(@"^\p{Greek}+$", "λόγος", true)]
    [InlineData(@"^\p{Han}$", "語", true)]
    [InlineData("[[:alpha:]][[:^digit:]]", "a1", false)]
    [InlineData("[]a]", "]", true)]
    [InlineData("[a-]", "-", true)]
    [InlineData(@"[\]\\-]", @"\", true)]
    [InlineData("a{,2}", "a{,2}", true)]
    [InlineData("^a{2,3}$", "aaaa", false)]
    [InlineData("^(a|b)*?c+?$", "ababcc", true)]
    [InlineData(@"\x41\x{1F600}\101", "A😀A", true)]
    [InlineData("", "", true)]
    [InlineData("|a", "x", true)]
    [InlineData(@"\z", "x", true)]
    [InlineData(@"\-\_\ ", "-_ ", true)]
    [InlineData(@"^\pL{20}$", "😀", false)]
    [InlineData("^[^@]{1,64}@[^@]{1,255}$", "a😀@b", true)]
    [InlineData(@"^\p{L}{2,100}$", "𝒜𝒷", true)]
    [InlineData(@"\ba", "éa", true)]
    [InlineData(@"\b", "α", false)]
    [InlineData(@"\B", "α", true)]
    [InlineData(@"\B", "", true)]
    [InlineData(@"a\b", "aé", true)]
    [InlineData(@"a\Bé", "aé", false)]
    [InlineData(@"^\W\D\S$", "éαβ", true)]
    [InlineData("(?i)ſ", "s", true)]
    [InlineData("(?i)^Σ$", "ς", true)]
    [InlineData("(?i)^μ$", "\u00b5", true)]
    [InlineData("(?i)^[a-z]$", "ſ", true)]
    [InlineData("(?i)^k$", "\u212a", true)]
    [InlineData("(?i)^\u212a$", "k", true)]
    [InlineData("(?i)^[^k]$", "\u212a", false)]
    [InlineData("(?i)^i$", "ı", false)]
    [InlineData("(?i)^ı$", "I", false)]
    [InlineData("(?i)^İ$", "i", false)]
    [InlineData("(?i)^ß$", "ẞ", true)]
    [InlineData("(?i)^ǆ$", "ǅ", true)]
    [InlineData(@"(?i)^\p{Lu}$", "a", true)]
    [InlineData(@"(?i)^𐐀$", "𐐨", true)]
    [InlineData("(a*)*b", "aaac", false)]
    [InlineData("^(|a)+$", "aaa", true)]
    [InlineData("^(a{0}b){2}$", "bb", true)]
    [InlineData("^(ab?){2,3}c{2,}$", "aabcc", true)]
    [InlineData("^(ab?){2,3}c{2,}$", "aabc", false)]
    [InlineData("(?m)^$", "a\n\nb", true)]
    [InlineData("a|^b", "xb", false)]
    [InlineData("(?:^a|b)c", "xbc", true)]
    [InlineData(@"\Qab\E{2}$", "abb", true)]
    public void Patterns_are_re2(string pattern, string text, bool matches)
    {
        var environment = Value.From(new Dictionary<string, Value> { ["p"] = Value.From(pattern), ["t"] = Value.From(text) });

        var result = Expression.Compile("t matches p").Program!.Evaluate(environment, TestContext.Current.CancellationToken);

        Assert.Null(result.Error);
        Assert.Equal(matches, result.Value.AsBool());
    }

    [Theory]
    [InlineData("[", "missing closing ]: `[`")]
    [InlineData("(", "missing closing ): `(`")]
    [InlineData(")", "unexpected ): `)`")]
    [InlineData("*", "missing argument to repetition operator: `*`")]
    [InlineData("a|{2}", "missing argument to repetition operator: `{2}`")]
    [InlineData("a**", "invalid nested repetition operator: `**`")]
    [InlineData("a{1001}", "invalid repeat count: `{1001}`")]
    [InlineData("(a{50}){50}", "invalid repeat count: `{50}`")]
    [InlineData("a{3,2}", "invalid repeat count: `{3,2}`")]
    [InlineData("[z-a]", "invalid character class range: `z-a`")]
    [InlineData("[[:nope:]]", "invalid character class range: `[:nope:]`")]
    [InlineData(@"\p{Nope}", "invalid character class range: `\\p{Nope}`")]
    [InlineData(@"\1", "invalid escape sequence: `\\1`")]
    [InlineData(@"\q", "invalid escape sequence: `\\q`")]
    [InlineData(@"\x{110000}", "invalid escape sequence")]
    [InlineData(@"\", "trailing backslash at end of expression")]
    [InlineData("(?=a)", "invalid or unsupported Perl syntax: `(?=`")]
    [InlineData("(?<!a)", "invalid or unsupported Perl syntax: `(?<`")]
    [InlineData("(?P<n>a)(?P<n>b)", "invalid named capture")]
    [InlineData("(?P<>a)", "invalid named capture")]
    [InlineData("(?i", "missing")]
    public void What_is_no_pattern_is_refused(string pattern, string expected)
    {
        var environment = Value.From(new Dictionary<string, Value> { ["p"] = Value.From(pattern) });

        var result = Expression.Compile("'x' matches p").Program!.Evaluate(environment, TestContext.Current.CancellationToken);

        Assert.Contains($"error parsing regexp: {expected}", result.Error?.Message ?? $"matches: {result.Value}", StringComparison.Ordinal);
    }

    [Fact]
    public void Patterns_that_would_need_a_huge_automaton_are_refused()
    {
        var pattern = string.Concat(Enumerable.Repeat("[a-z]{1000}", 40));

        Assert.Contains("expression too large", Evaluations.Problem($"'x' matches '{pattern}'").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_pattern_that_others_choke_on_takes_linear_time()
    {
        var result = Evaluations.Evaluate("x matches '^(a+)+$'", $$"""{"x": "{{new string('a', 50_000)}}b"}""");

        Assert.False(result.Value.AsBool());
    }
}
