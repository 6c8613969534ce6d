using Sluice.Runs;

namespace Sluice.EndToEnd.Tests.Cli;

public sealed class FileHeadTests
{
    [Fact]
    public void The_comments_above_the_workflow_prepare_its_run()
    {
        var head = FileHead.Parse("""
            # Pays somebody. Note: this line is for people.
            #
            # var: amount=2500
            # var: seller
            # var: note=a=b
            # fund: users:${seller}=USD/2:10000

            # event: approved
            # event: shipped
            # expect: users:bob=USD/2:2500
            name: pay
            # var: late=1
            stages: []
            """);

        Assert.Equal("2500", head.Variables["amount"]);
        Assert.Null(head.Variables["seller"]);
        Assert.Equal("a=b", head.Variables["note"]);
        Assert.False(head.Variables.ContainsKey("late"));
        Assert.Equal(["users:${seller}=USD/2:10000"], head.Funds);
        Assert.Equal(["approved", "shipped"], head.Events);
        Assert.Equal([AccountAmount.Parse("users:bob=USD/2:2500")], head.Expectations);
    }

    [Theory]
    [InlineData("# first\n# fund:\nname: x", "line 2")]
    [InlineData("# expect: bob\nname: x", "line 1")]
    public void A_malformed_line_is_named(string text, string line) =>
        Assert.StartsWith(line, Assert.Throws<FormatException>(() => FileHead.Parse(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void Lines_may_end_as_on_Windows() =>
        Assert.Equal("1", FileHead.Parse("# var: a=1\r\nname: x\r\n").Variables["a"]);
}
