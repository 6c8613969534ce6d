using Sluice.Runs;

namespace Sluice.EndToEnd.Tests.Cli;

/// <summary>Every example does what its head promises, in the program as it is built.</summary>
public sealed class ExamplesTests
{
    public static TheoryData<string> Examples =>
        [.. Directory.GetFiles(Repository.Examples).Select(path => Path.GetFileName(path)!).Where(name => name != "README.md").Order()];

    [Theory]
    [MemberData(nameof(Examples))]
    public async Task An_example_succeeds_and_ends_with_what_it_promises(string example)
    {
        var path = Path.Combine(Repository.Examples, example);
        var promised = WorkflowFile.Read(path).Head.Expectations;

        var (exitCode, output, error) = await SluiceProcess.RunAsync("run", path, "--output", "json");

        Assert.True(exitCode == ExitCodes.Ok, error);
        Assert.NotEmpty(promised);
        Assert.Empty(promised.Except(new RunOutcome(output).Facts));
    }

    [Fact]
    public void The_examples_are_all_listed_in_their_readme()
    {
        var readme = File.ReadAllText(Path.Combine(Repository.Examples, "README.md"));

        Assert.All(Examples, example => Assert.Contains($"]({example.Data})", readme, StringComparison.Ordinal));
    }
}
