using System.Text.Json;
using Sluice.Runs;

namespace Sluice.EndToEnd.Tests.Cli;

public sealed class StageDescriptionTests
{
    private static readonly Dictionary<string, string> Variables = new() { ["amount"] = "100", ["who"] = "bob" };

    [Theory]
    [InlineData(
        "send",
        """{"source":{"account":{"id":"a","ledger":"x"}},"destination":{"account":{"id":"users:${who}"}},"amount":{"asset":"USD/2","amount":"${amount}"}}""",
        "USD/2 100 x/a → default/users:bob")]
    [InlineData(
        "send",
        """{"source":{"account":{"id":"a"}},"destination":{"account":{"id":"b"}},"amount":{"asset":"ETH/18","amount":123456789012345678901}}""",
        "ETH/18 123456789012345678901 default/a → default/b")]
    [InlineData("send", """{"source":{"payment":{"id":"p"}},"destination":{"wallet":{"name":"w"}}}""", "payment p → wallet w")]
    [InlineData("send", """{}""", "default/ → default/")]
    [InlineData("delay", """{"duration":"2s"}""", "2s")]
    [InlineData("delay", """{"until":"2030-01-01T00:00:00Z"}""", "until 2030-01-01T00:00:00Z")]
    [InlineData("wait_event", """{"event":"${who}-approved"}""", "event 'bob-approved'")]
    [InlineData("update", """{"account":{"id":"a","metadata":{"k":"${amount}","l":"m"}}}""", "main/a k=100, l=m")]
    [InlineData("noop", """{}""", "")]
    [InlineData("later", """{"x":1}""", "")]
    public void A_stage_is_described_in_a_line(string kind, string stage, string expected)
    {
        using var document = JsonDocument.Parse(stage);

        Assert.Equal(expected, StageDescription.Describe(kind, document.RootElement, text => Template.Fill(text, Variables)));
    }
}
