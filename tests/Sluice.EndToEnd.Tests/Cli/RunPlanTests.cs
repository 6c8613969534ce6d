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

        Assert.Equal([AccountAmount.Parse("users:bob=USD/2:5")], plan.Suggested.Funds);
        Assert.True(plan.Asked.IsEmpty);
    }

    [Fact]
    public void Funds_and_events_given_replace_those_of_the_file()
    {
        var asked = Preparations.None with { Funds = [AccountAmount.Parse("b=USD/2:6")] };

        var plan = Make("# fund: a=USD/2:5\n# event: one\nx: y", asked: asked, events: ["two"]);

        Assert.Equal([AccountAmount.Parse("b=USD/2:6")], plan.Asked.Funds);
        Assert.True(plan.Suggested.IsEmpty);
        Assert.Equal(["two"], plan.Events);
    }

    [Fact]
    public void Each_kind_of_preparation_is_replaced_by_itself()
    {
        var plan = Make(
            "# wallet: ada=USD/2:1\n# payee: sellers:ada\n# payment: in=USD/2:2\nx: ${in}",
            asked: Preparations.None with { Payees = [Payee.Parse("wallet ada")] });

        Assert.Equal("payee wallet ada", plan.Asked.ToString());
        Assert.Equal("wallet ada=USD/2:1, payment in=USD/2:2", plan.Suggested.ToString());
    }

    [Fact]
    public void A_variable_that_a_payment_will_fill_needs_no_value() =>
        Assert.Empty(Make("x: ${in}", asked: Preparations.None with { Payins = [Payin.Parse("in=USD/2:2")] }).Variables);

    [Fact]
    public void Whoever_names_a_payment_that_is_there_gets_no_other_one() =>
        Assert.Empty(Make("# payment: in=USD/2:2\nx: ${in}", variables: [new("in", "id")]).Suggested.Payins);

    [Fact]
    public void A_variable_is_not_given_twice()
    {
        var refused = Assert.Throws<CommandException>(() => Make(
            "x: ${in}", variables: [new("in", "id")], asked: Preparations.None with { Payins = [Payin.Parse("in=USD/2:2")] }));

        Assert.Contains("--var and --payment both give the variable 'in'", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("# fund: ${who}=USD/2:1")]
    [InlineData("# wallet: ${who}=USD/2:1")]
    [InlineData("# wallet: bob=USD/2:-1")]
    [InlineData("# payee: account ada")]
    [InlineData("# payee: wallet bob/savings")]
    [InlineData("# payment: payin")]
    [InlineData("# payment: payin=USD/2:-1")]
    public void A_line_that_is_malformed_once_its_variables_are_filled_is_named(string line)
    {
        var refused = Assert.Throws<CommandException>(() => Make($"# var: who=\n{line}\nx: y"));

        Assert.Equal(ExitCodes.Usage, refused.ExitCode);
        Assert.Contains("flow.yaml: line 2: ", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("stages:\n  - hold: { variable: deposit, amount: 1 }\n  - confirm_hold: { hold: '${deposit}' }")]
    [InlineData("stages:\n  - hold: { source: { variable: other } }\n  - void_hold:\n      hold: ${hold}")]
    [InlineData("""{"stages":[{"noop":{}},{"hold":{"amount":{"amount":1},"variable":"deposit"}},{"void_hold":{"hold":"${deposit}"}}]}""")]
    public void A_variable_that_a_stage_sets_needs_no_value(string text) => Assert.Empty(Make(text).Variables);

    [Theory]
    [InlineData("stages:\n  - hold: { variable: deposit }\n  - void_hold: { hold: '${hold}' }")]
    [InlineData("stages:\n  - send: { variable: hold }\n  - void_hold: { hold: '${hold}' }")]
    [InlineData("stages: [ ${hold}")]
    public void A_variable_that_no_stage_sets_needs_one(string text) =>
        Assert.Contains("'hold'", Assert.Throws<CommandException>(() => Make(text)).Message, StringComparison.Ordinal);

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
        Preparations? asked = null,
        string[]? events = null)
    {
        using var directory = new TempDirectory();
        var file = WorkflowFile.Read(directory.Write("flow.yaml", text));
        return RunPlan.Make(file, variables ?? [], asked ?? Preparations.None, events ?? []);
    }
}
