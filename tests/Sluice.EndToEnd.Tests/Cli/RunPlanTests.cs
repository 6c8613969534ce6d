using Sluice.Client;
using Sluice.Runs;

namespace Sluice.EndToEnd.Tests.Cli;

public sealed class RunPlanTests
{
    [Fact]
    public void Variables_given_win_over_the_defaults_of_the_file()
    {
        var plan = Make("# var: a=1\n# var: b=2\nx: ${a} ${b}", variables: [new("b", "3")]);

        Assert.Equal("1", plan.Variables["a"]);
        Assert.Equal("3", plan.Variables["b"]);
    }

    [Fact]
    public void A_variable_without_a_value_is_refused_before_anything_runs()
    {
        var refused = Assert.Throws<CommandException>(() => Make("x: ${seller}"));

        Assert.Equal(ExitCodes.Usage, refused.ExitCode);
        Assert.Contains("--var seller=", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_misspelt_variable_is_refused_because_the_default_would_move_instead()
    {
        var refused = Assert.Throws<CommandException>(() => Make("# var: amount=1\nx: ${amount}", variables: [new("amuont", "2")]));

        Assert.Contains("'amuont'", refused.Message, StringComparison.Ordinal);
        Assert.Contains("amount", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_value_may_be_empty() => Assert.Equal("", Make("x: ${a}", variables: [new("a", "")]).Variables["a"]);

    [Fact]
    public void What_comments_say_about_placeholders_is_no_use_of_them() => Assert.Empty(Make("# ${gone}\nx: 1 \n  # ${also}").Variables);

    [Fact]
    public void The_funds_of_the_file_follow_the_variables()
    {
        var plan = Make("# fund: users:${who}=USD/2:5\n# var: who=ada\nx: ${who}", variables: [new("who", "bob")]);

        Assert.Equal([AccountAmount.Parse("users:bob=USD/2:5")], plan.Funds);
        Assert.True(plan.FundsFromFile);
    }

    [Fact]
    public void Funds_and_events_given_replace_those_of_the_file()
    {
        var plan = Make("# fund: a=USD/2:5\n# event: one\nx: y", funds: [AccountAmount.Parse("b=USD/2:6")], events: ["two"]);

        Assert.Equal([AccountAmount.Parse("b=USD/2:6")], plan.Funds);
        Assert.False(plan.FundsFromFile);
        Assert.Equal(["two"], plan.Events);
    }

    [Theory]
    [InlineData("flow.json", """{"stages":[]}""", DefinitionFormat.Json)]
    [InlineData("flow.yml", "stages: []", DefinitionFormat.Yaml)]
    [InlineData("flow", """  {"stages":[]}""", DefinitionFormat.Json)]
    [InlineData("flow", "stages: []", DefinitionFormat.Yaml)]
    public void The_format_follows_from_the_extension_or_else_the_content(string name, string text, DefinitionFormat format)
    {
        using var directory = new TempDirectory();

        Assert.Equal(format, WorkflowFile.Read(directory.Write(name, text)).Format);
    }

    private static RunPlan Make(
        string text,
        KeyValuePair<string, string>[]? variables = null,
        AccountAmount[]? funds = null,
        string[]? events = null)
    {
        using var directory = new TempDirectory();
        return RunPlan.Make(WorkflowFile.Read(directory.Write("flow.yaml", text)), variables ?? [], funds ?? [], events ?? []);
    }
}
