using static Sluice.Server.Tests.Stack.Exchange;

namespace Sluice.Server.Tests.Stack;

public sealed class OddAnswerTests(StackRecorder stack) : IClassFixture<StackRecorder>
{
    private const string IntoWallet =
        """{"send":{"source":{"account":{"id":"a","ledger":"w"}},"destination":{"wallet":{"id":"w2"}},"amount":{"amount":100,"asset":"USD/2"}}}""";

    private const string ToProvider =
        """{"send":{"source":{"account":{"id":"a"}},"destination":{"payment":{"connectorId":"c-9"}},"amount":{"amount":100,"asset":"USD/2"}}}""";

    [Theory]
    [InlineData("""200 {"data":{"id":"w2","ledger":"w"}}""", "a wallet without a date")]
    [InlineData("""200 {"data":{"id":"w2","ledger":"w","createdAt":"2024-05-01T10:00:00","metadata":{"k":1}}}""", "a date without a zone")]
    public async Task What_sdks_would_reject_is_not_shown_and_the_stage_goes_on(string answer, string reason)
    {
        Script(
            new Exchange("GET /api/wallets/wallets/w2", answer),
            Credit("w2", 1, Subject("ACCOUNT", "a")));
        await using var flow = await FlowUnderTest.StartAsync(stack, IntoWallet);

        var history = await flow.EndAsync();

        stack.Verify();
        Assert.Null(history.Error);
        var shown = FlowUnderTest.ShowInVersion2(history.Stages[0].Activities[0]);
        Assert.False(shown.Contains("\"output\"", StringComparison.Ordinal), $"{reason}: {shown}");
    }

    [Fact]
    public async Task Metadata_and_volumes_of_any_kind_are_shown_as_sdks_expect_them()
    {
        Script(
            new Exchange(
                "GET /api/ledger/default/accounts/a",
                """200 {"data":{"address":"a","metadata":{"formanceAccountID":"psp-acc","n":12.50,"o":{"x":[1]},"s":"\u00e9","b":true},"volumes":{"USD/2":{"input":98765432109876543210,"output":1},"EUR/2":{"input":1.5,"output":0},"X":null}}}"""),
            Transaction("default", 1, Posting("a", "world")),
            Transfer(2, "c-9", "TRANSFER", ""));
        await using var flow = await FlowUnderTest.StartAsync(stack, ToProvider);

        var history = await flow.EndAsync();

        stack.Verify();
        Assert.Contains(
            """"output":{"GetAccount":{"data":{"address":"a","metadata":{"formanceAccountID":"psp-acc","n":"12.50","o":"{\"x\":[1]}","s":"é","b":"true"},"volumes":{"USD/2":{"input":98765432109876543210,"output":1}}}}},"""",
            FlowUnderTest.ShowInVersion2(history.Stages[0].Activities[0]),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_that_is_no_unicode_text_does_not_stop_the_instance()
    {
        Script(
            new Exchange("GET /api/wallets/wallets/w2", """200 {"data":{"id":"w2","ledger":"w","createdAt":"2024-05-01T10:00:00Z","name":"\ud800","metadata":{"k":"\ud800"}}}"""),
            Credit("w2", 1, Subject("ACCOUNT", "a")));
        await using var flow = await FlowUnderTest.StartAsync(stack, IntoWallet);

        var history = await flow.EndAsync();

        Assert.Null(history.Error);
        Assert.Contains("\"metadata\":{\"k\":\"\ufffd\"}", FlowUnderTest.ShowInVersion2(history.Stages[0].Activities[0]), StringComparison.Ordinal);
    }

    private void Script(params Exchange[] exchanges)
    {
        stack.Reset();
        foreach (var exchange in exchanges)
        {
            stack.Answer(exchange.Call, exchange.Answer);
        }
    }
}
