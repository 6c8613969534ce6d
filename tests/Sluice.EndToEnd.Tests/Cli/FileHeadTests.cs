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
            # wallet: bob/savings=EUR/2:50
            # payee: wallet bob
            # payment: payin=EUR/2:70

            # event: approved
            # event: shipped
            # expect: users:bob=USD/2:2500
            # expect: wallet bob/savings=USD/2:1
            # expect: hold bob=USD/2:2
            # expect: transfer=USD/2:3 PROCESSED
            # expect: transfer=USD/2:4
            name: pay
            # var: late=1
            stages: []
            """);

        Assert.Equal("2500", head.Variables["amount"]);
        Assert.Null(head.Variables["seller"]);
        Assert.Equal("a=b", head.Variables["note"]);
        Assert.False(head.Variables.ContainsKey("late"));
        Assert.Equal([new HeadLine(6, "users:${seller}=USD/2:10000")], head.Funds);
        Assert.Equal([new HeadLine(7, "bob/savings=EUR/2:50")], head.Wallets);
        Assert.Equal([new HeadLine(8, "wallet bob")], head.Payees);
        Assert.Equal([new HeadLine(9, "payin=EUR/2:70")], head.Payins);
        Assert.Equal(["approved", "shipped"], head.Events);
        Assert.Equal(
            [
                new Expectation.OfAccount(AccountAmount.Parse("users:bob=USD/2:2500")),
                new Expectation.OfWallet(new WalletAmount("bob", "savings", new Money("USD/2", 1))),
                new Expectation.OfHold("bob", new Money("USD/2", 2)),
                new Expectation.OfTransfer(new Money("USD/2", 3), "PROCESSED"),
                new Expectation.OfAccount(AccountAmount.Parse("transfer=USD/2:4")),
            ],
            head.Expectations);
    }

    [Theory]
    [InlineData("# first\n# fund:\nname: x", "line 2")]
    [InlineData("# expect: bob\nname: x", "line 1")]
    [InlineData("\n\n# expect: wallet bob\nname: x", "line 3")]
    [InlineData("# expect: hold bob/=USD/2:1\nname: x", "line 1")]
    [InlineData("# expect: transfer=USD/2:x PROCESSED\nname: x", "line 1")]
    [InlineData("# expect: transfer=USD/2:1 NOT PROCESSED\nname: x", "line 1")]
    [InlineData("# payment:\nname: x", "line 1")]
    public void A_malformed_line_is_named(string text, string line) =>
        Assert.StartsWith(line, Assert.Throws<FormatException>(() => FileHead.Parse(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void Lines_may_end_as_on_Windows() =>
        Assert.Equal("1", FileHead.Parse("# var: a=1\r\nname: x\r\n").Variables["a"]);
}
