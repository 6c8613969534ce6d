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
    [InlineData(
        "send",
        """{"source":{"wallet":{"id":"w-1","name":"","balance":"savings"}},"destination":{"payment":{"psp":"stripe","type":"payout"}},"amount":{"asset":"USD/2","amount":5}}""",
        "USD/2 5 wallet w-1/savings → payout by stripe")]
    [InlineData(
        "send",
        """{"source":{"account":{"id":"a"}},"destination":{"payment":{"connectorId":"c"}},"amount":{"asset":"USD/2","amount":5}}""",
        "USD/2 5 default/a → transfer by a connector")]
    [InlineData(
        "send",
        """{"source":{"payment":{"id":"eyJSZWZlcmVuY2UiOiJwYXktMSIsIlR5cGUiOiJQQVktSU4ifQ"}},"destination":{"account":{"id":"b"}}}""",
        "payment pay-1 → default/b")]
    [InlineData(
        "hold",
        """{"source":{"wallet":{"name":"${who}","balance":"main"}},"destination":{"account":{"id":"shop"}},"amount":{"asset":"USD/2","amount":5}}""",
        "USD/2 5 wallet bob, for shop")]
    [InlineData(
        "hold",
        """{"source":{"wallet":{"name":"a"}},"destination":{"wallet":{"name":"b","balance":"gifts"}},"amount":{"asset":"USD/2","amount":5}}""",
        "USD/2 5 wallet a, for wallet b/gifts")]
    [InlineData("hold", """{"source":{"wallet":{"name":"a"}},"amount":{"asset":"USD/2","amount":5}}""", "USD/2 5 wallet a")]
    [InlineData("confirm_hold", """{"hold":"h-1","amount":3,"final":true}""", "3 of hold h-1, the rest back")]
    [InlineData("confirm_hold", """{"hold":"h-1","amount":3}""", "3 of hold h-1")]
    [InlineData("confirm_hold", """{"hold":"h-1"}""", "all of hold h-1")]
    [InlineData("void_hold", """{"hold":"h-1"}""", "hold h-1")]
    [InlineData("wait_event", """{"event":"e","timeout":"30d"}""", "event 'e', for at most 30d")]
    [InlineData("wait_event", """{"event":"e","timeout":"720h0m0s"}""", "event 'e', for at most 720h")]
    [InlineData("delay", """{"duration":"1h10m0s"}""", "1h10m")]
    [InlineData("delay", """{"duration":"10s"}""", "10s")]
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
