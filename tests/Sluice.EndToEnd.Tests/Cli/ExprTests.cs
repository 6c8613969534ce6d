using System.Text;
using Sluice.Evaluations;
using Sluice.Expressions;

namespace Sluice.EndToEnd.Tests.Cli;

/// <summary><c>sluice expr</c>, in the program and line by line.</summary>
public sealed class ExprTests
{
    [Theory]
    [InlineData("1 + 2", "3")]
    [InlineData("'text'", "text")]
    [InlineData("[1.0, 'x', nil]", """[1.0,"x",null]""")]
    [InlineData("duration('90m')", "1h30m0s")]
    [InlineData("missing?.name", "null")]
    public async Task The_value_of_an_expression_is_printed(string text, string expected)
    {
        var (exitCode, output, error) = await SluiceProcess.RunAsync("expr", text);

        Assert.Equal((ExitCodes.Ok, expected, ""), (exitCode, output.Trim(), error));
    }

    [Fact]
    public async Task Names_are_those_of_a_json_object_in_a_file()
    {
        using var directory = new TempDirectory();
        var file = directory.Write("event.json", """{"event": {"amount": 123456789012345678901}}""");

        var (exitCode, output, error) = await SluiceProcess.RunAsync("expr", "event.amount + 1", "--env", file, "--output", "json");

        Assert.Equal((ExitCodes.Ok, """{"value":123456789012345678902,"type":"int"}""", ""), (exitCode, output.Trim(), error));
    }

    [Theory]
    [InlineData("1 +", "unexpected token EOF (1:3)\n | 1 +\n | ..^\nhint: the expression ends too early\n")]
    [InlineData("map(nil", "unexpected token EOF (1:7)\n | map(nil\n | ......^\nhint: the expression ends too early\n")]
    [InlineData("a.b", "cannot fetch b from <nil> (1:3)\n | a.b\n | ..^\n")]
    public async Task What_is_wrong_is_shown_with_its_place_and_a_hint(string text, string expected)
    {
        var (exitCode, output, error) = await SluiceProcess.RunAsync("expr", text);

        Assert.Equal((ExitCodes.Failed, ""), (exitCode, output));
        Assert.StartsWith(expected, error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("give either EXPR", "expr")]
    [InlineData("give either EXPR", "expr", "1", "--jsonl")]
    [InlineData("there is no file nowhere.json", "expr", "1", "--env", "nowhere.json")]
    [InlineData("xml", "expr", "1", "--output", "xml")]
    public async Task A_bad_command_line_is_refused(string expected, params string[] arguments)
    {
        var (exitCode, output, error) = await SluiceProcess.RunAsync(arguments);

        Assert.Empty(output);
        Assert.Contains(expected, Assert.Single(error.Trim().Split('\n')), StringComparison.OrdinalIgnoreCase);
        Assert.Equal(ExitCodes.Usage, exitCode);
    }

    [Theory]
    [InlineData("[]", "not a JSON object")]
    [InlineData("{", "not valid JSON")]
    [InlineData("{\n\"é\": x}", "(line 2, column 6)")]
    public async Task An_environment_that_is_no_object_is_refused(string content, string expected)
    {
        using var directory = new TempDirectory();

        var (exitCode, _, error) = await SluiceProcess.RunAsync("expr", "1", "--env", directory.Write("env.json", content));

        Assert.Contains(expected, error, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Usage, exitCode);
    }

    [Fact]
    public async Task The_reference_of_the_functions_is_printed()
    {
        var (exitCode, output, _) = await SluiceProcess.RunAsync("expr", "--functions");

        Assert.Equal(FunctionReference.ToMarkdown().Trim(), output.Trim());
        Assert.Equal(ExitCodes.Ok, exitCode);
    }

    [Theory]
    [InlineData("""{"expr":"1 + 1"}""", """{"value":2,"type":"int"}""")]
    [InlineData("""{"expr":"x / 2","env":{"x":1}}""", """{"value":0.5,"type":"float"}""")]
    [InlineData("""{"expr":"x","env":{"x":1.0}}""", """{"value":1.0,"type":"float"}""")]
    [InlineData("""{"expr":"x","env":{"x":{"$float":"NaN"}}}""", """{"value":{"$float":"NaN"},"type":"float"}""")]
    [InlineData("""{"expr":"x * 2","env":{"x":{"$duration":5}}}""", """{"value":{"$duration":10},"type":"duration"}""")]
    [InlineData("""{"expr":"$env","env":{}}""", """{"value":{},"type":"map"}""")]
    [InlineData("""{"expr":"$env"}""", """{"value":null,"type":"nil"}""")]
    [InlineData("""{"expr":"x"}""", """{"error":"runtime","message":"cannot fetch x from <nil> (1:1)\n | x\n | ^","line":1,"column":1""")]
    [InlineData("""{"expr":""}""", """{"error":"compile","message":"unexpected token EOF",""")]
    [InlineData("""{"expr":"add(1, 2)","functions":["add"]}""", """{"value":3,"type":"int"}""")]
    [InlineData("""{"expr":"1","functions":["rm"]}""", """{"error":"compile","message":"not a valid line: there is no function rm"}""")]
    [InlineData("""{"expr":"fail('no')","env":{},"functions":["fail"]}""", """{"error":"runtime","message":"no (1:1)""")]
    [InlineData("""{"expr":1}""", """{"error":"compile","message":"not a valid line""")]
    [InlineData("""{"expr":"1","env":[]}""", """{"error":"compile","message":"not a valid line: env is no object"}""")]
    [InlineData("""{"expr":"1","env":{"x":{"$time":"?"}}}""", """{"error":"compile","message":"not a valid line""")]
    [InlineData("{", """{"error":"compile","message":"not a valid line""")]
    [InlineData("", """{"error":"compile","message":"not a valid line""")]
    [InlineData("\uFEFF{\"expr\":\"1\"}", """{"value":1,"type":"int"}""")]
    [InlineData("""{"expr":"1","env":{"x":{"$map":[[1,2,3]]}}}""", """{"error":"compile","message":"not a valid line""")]
    [InlineData("""{"expr":"reduce(1..60, [#acc, #acc], 1)"}""", """{"error":"runtime","message":"the value has more than""")]
    public async Task Each_line_gives_a_line(string line, string expected)
    {
        var results = await RunAsync($"{line}\n{{\"expr\":\"'next'\"}}\n");

        Assert.Equal(2, results.Length);
        Assert.StartsWith(expected, results[0], StringComparison.Ordinal);
        Assert.Equal("""{"value":"next","type":"string"}""", results[1]);
    }

    [Fact]
    public async Task The_last_line_needs_no_end() =>
        Assert.Equal(
            ["""{"value":1,"type":"int"}""", """{"value":2,"type":"int"}"""], await RunAsync("{\"expr\":\"1\"}\n{\"expr\":\"2\"}"));

    [Fact]
    public async Task A_line_that_is_too_long_gives_one_error_and_is_passed_over()
    {
        var results = await RunAsync($"{new string('x', ExpressionLines.LineBytesMax + 100_000)}\n{{\"expr\":\"1\"}}\n");

        Assert.Equal(2, results.Length);
        Assert.Contains("longer than", results[0], StringComparison.Ordinal);
        Assert.Equal("""{"value":1,"type":"int"}""", results[1]);
    }

    [Fact]
    public async Task Lines_are_answered_in_order_while_the_input_goes_on()
    {
        const int Lines = 20_000;

        var results = await RunAsync(string.Concat(Enumerable.Range(0, Lines).Select(number => $"{{\"expr\":\"{number} * 1\"}}\n")));

        Assert.Equal(Enumerable.Range(0, Lines).Select(number => $$"""{"value":{{number}},"type":"int"}"""), results);
    }

    [Fact]
    public async Task An_answer_does_not_wait_for_the_next_question()
    {
        using var sluice = SluiceProcess.StartConversation("expr", "--jsonl");
        foreach (var number in (int[])[1, 2, 3])
        {
            await sluice.StandardInput.WriteLineAsync($"{{\"expr\":\"{number}\"}}");
            await sluice.StandardInput.FlushAsync(TestContext.Current.CancellationToken);

            var answer = await sluice.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);

            Assert.Equal($$"""{"value":{{number}},"type":"int"}""", answer);
        }

        sluice.StandardInput.Close();
        await sluice.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(ExitCodes.Ok, sluice.ExitCode);
    }

    [Theory]
    [InlineData("\"$@\" expr 1 >/dev/full")]
    [InlineData("\"$@\" expr 1 >&-")]
    [InlineData("\"$@\" expr --functions >/dev/full")]
    [InlineData("echo '{\"expr\":\"1\"}' | \"$@\" expr --jsonl >/dev/full")]
    [InlineData("(yes '{\"expr\":\"1\"}' 2>/dev/null | \"$@\" expr --jsonl || echo failed >&2) | head -n 2 >/dev/null; exit 1")]
    public async Task Output_that_cannot_be_written_ends_it(string script)
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "a device that is always full is needed");

        var (exitCode, output, error) = await SluiceProcess.RunInShellAsync(script);

        Assert.Equal((ExitCodes.Failed, ""), (exitCode, output));
        var line = Assert.Single(error.Replace("failed\n", "", StringComparison.Ordinal).Trim().Split('\n'));
        Assert.StartsWith("sluice: cannot write to standard output: ", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_several_write_to_one_file_is_all_there()
    {
        using var directory = new TempDirectory();
        var file = directory.Write("output", "");

        await SluiceProcess.RunInShellAsync($"{{ \"$@\" expr 1; \"$@\" expr 2; }} >'{file}'");

        Assert.Equal("1\n2\n", await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
    }

    private static async Task<string[]> RunAsync(string input)
    {
        using var output = new MemoryStream();
        using var lines = new MemoryStream(Encoding.UTF8.GetBytes(input));
        await new ExpressionLines(CompileOptions.Default).RunAsync(lines, output, TestContext.Current.CancellationToken);
        return Encoding.UTF8.GetString(output.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
