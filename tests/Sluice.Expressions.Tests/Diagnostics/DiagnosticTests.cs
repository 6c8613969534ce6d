namespace Sluice.Expressions.Tests.Diagnostics;

public sealed class DiagnosticTests
{
    [Fact]
    public void A_problem_is_shown_with_its_line_and_a_caret()
    {
        var problem = Evaluations.Problem("x == 1 and\n\tmissing.foo", """{"x": 1}""");

        Assert.Equal(DiagnosticStage.Runtime, problem.Stage);
        Assert.Equal((2, 10), (problem.Line, problem.Column));
        Assert.Equal(" |  missing.foo\n | .........^", problem.Snippet);
        Assert.Equal("cannot fetch foo from <nil> (2:10)\n |  missing.foo\n | .........^", problem.ToString());
        Assert.Equal("the value before it is missing; ?. instead of . gives nil then", problem.Hint);
    }

    [Fact]
    public void Columns_count_characters_and_offsets_count_code_units()
    {
        var problem = Evaluations.Problem("'😀é' + 1");

        Assert.Equal((1, 6), (problem.Line, problem.Column));
        Assert.Equal(6, problem.Offset);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("1 +\n\n")]
    public void On_an_empty_line_there_is_nothing_to_point_at(string text)
    {
        var problem = Evaluations.Problem(text);

        Assert.Equal("unexpected token EOF", problem.ToString());
        Assert.Null(problem.Line);
        Assert.Null(problem.Snippet);
    }

    [Theory]
    [InlineData("a | len()[0]", 10)]
    [InlineData("not count", 1)]
    [InlineData("[1, 2, 3][5]", 10)]
    [InlineData("(missing.x) and true", 13)]
    [InlineData("x ? 1 : 2", 9)]
    [InlineData("if x { 1 } else { 2 }", 1)]
    [InlineData("map(a, # + 'x')", 10)]
    [InlineData("filter(a, true) + 1", 17)]
    [InlineData("b'x' matches x", 6)]
    public void A_problem_is_reported_where_the_language_says(string text, int column) =>
        Assert.Equal(column, Evaluations.Problem(text, """{"a": [1], "x": 5}""").Column);

    [Theory]
    [InlineData("nope(1 + 'x')")]
    [InlineData("a[1 + 'x':]")]
    [InlineData("$env[1 + 'x']")]
    public void What_depends_on_the_environment_is_not_looked_at_before(string text)
    {
        var problem = Evaluations.Problem(text, """{"a": [5]}""");

        Assert.Equal((DiagnosticStage.Runtime, "invalid operation: int + string"), (problem.Stage, problem.Message));
    }

    [Theory]
    [InlineData("get(1 + 'x')", "invalid number of arguments (expected 2, got 1)")]
    [InlineData("len(1 + 'x', 2)", "invalid operation: + (mismatched types int and string)")]
    public void The_first_problem_is_the_one_reported(string text, string expected) => Assert.Equal(
        expected, Evaluations.Problem(text).Message);
}
