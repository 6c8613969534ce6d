using System.Text.Json;
using Sluice.Engine.Workflows;

namespace Sluice.Engine.Tests.Workflows;

public class AcceptedDefinitionTests
{
    private const string Send =
        """{"send":{"source":{"account":{"id":"a"}},"destination":{"account":{"id":"b"}},"amount":{"amount":1,"asset":"USD/2"}}}""";

    [Theory]
    [InlineData("{}", """{"name":"","stages":[]}""")]
    [InlineData("""{"stages":null,"name":null}""", """{"name":"","stages":[]}""")]
    [InlineData("""{"name":"${n}","stages":[]}""", """{"name":"${n}","stages":[]}""")]
    [InlineData("""{"stages":[{"noop":{}}],"id":"x","name":"n","version":2}""", """{"name":"n","stages":[{"noop":{}}]}""")]
    [InlineData("""{"stages":[{"noop":null}]}""", """{"name":"","stages":[{"noop":null}]}""")]
    [InlineData(
        """{"stages":[{"noop":{"n":[1000000000000000000000000000000,9007199254740993,1e2,1.50,-0]}}]}""",
        """{"name":"","stages":[{"noop":{"n":[1000000000000000000000000000000,9007199254740993,1e2,1.50,-0]}}]}""")]
    [InlineData(
        """{"name":"é <&> 💶","stages":[{"noop":{"k":"ö+\u0000"}}]}""",
        """{"name":"é <&> 💶","stages":[{"noop":{"k":"ö+\u0000"}}]}""")]
    [InlineData(
        """{"stages":[ { "delay" : { "seconds":"7d" , "duration":"1s" } } ]}""",
        """{"name":"","stages":[{"delay":{"seconds":"7d","duration":"1s"}}]}""")]
    public void The_config_echoes_the_definition_with_its_known_keys(string body, string expected) =>
        Assert.True(JsonElement.DeepEquals(JsonElement.Parse(expected), Parse(body).Config), Parse(body).Config.GetRawText());

    [Fact]
    public void Numbers_are_echoed_digit_by_digit()
    {
        var numbers = "[1000000000000000000000000000000,9007199254740993,1e2,1.50,-0,1E+2]";

        var config = Parse($$$"""{"stages":[{"noop":{"n":{{{numbers}}}}}]}""").Config;

        Assert.Equal($$$"""{"name":"","stages":[{"noop":{"n":{{{numbers}}}}}]}""", config.GetRawText());
    }

    [Fact]
    public void A_definition_outlives_the_document_it_was_read_from()
    {
        WorkflowDefinition? definition;
        using (var document = JsonDocument.Parse($$"""{"name":"n","stages":[{{Send}}]}"""))
        {
            DefinitionParser.Parse(document.RootElement, out definition);
        }

        Assert.Equal("a", definition!.Stages[0].Body.GetProperty("source").GetProperty("account").GetProperty("id").GetString());
        Assert.Equal($$"""{"name":"n","stages":[{{Send}}]}""", definition.Config.GetRawText());
    }

    [Fact]
    public void Stages_keep_their_order_and_kinds()
    {
        var definition = Parse($$"""{"stages":[{{Send}},{"delay":{"duration":"1s"} },{"wait_event":{"event":"e"} },{"noop":null}]}""");

        Assert.Equal(["send", "delay", "wait_event", "noop"], definition.Stages.Select(stage => stage.Kind));
        Assert.Equal("{}", definition.Stages[3].Body.GetRawText());
    }

    [Fact]
    public void An_accepted_config_is_accepted_again_unchanged()
    {
        var config = Parse($$"""{"stages":[{{Send}}],"name":"n","x":1}""").Config;

        Assert.Equal(config.GetRawText(), Parse(config.GetRawText()).Config.GetRawText());
    }

    [Theory]
    [InlineData("""{"delay":{"duration":"${d}"}}""")]
    [InlineData("""{"delay":{"duration":"${d}","until":"${u}"}}""")]
    [InlineData("""{"delay":{"duration":"${d} nonsense"}}""")]
    [InlineData("""{"delay":{"until":"${u}"}}""")]
    [InlineData("""{"delay":{"until":"${unclosed"}}""")]
    [InlineData("""{"wait_event":{"event":"${e}"}}""")]
    [InlineData("""{"update":{"account":{"id":"${id}","metadata":{"k":"${v}"}}}}""")]
    [InlineData(
        """
        {"send":{"source":{"account":{"id":"${a}","allowOverdraft":"${o}"}},"destination":{"account":{"id":"b:${b}"}},
         "amount":{"amount":"${n}","asset":"${s}"},"timestamp":"${t}"}}
        """)]
    public void A_text_with_variables_breaks_no_rule(string stage) => Parse($$"""{"stages":[{{stage}}]}""");

    [Fact]
    public void The_largest_number_of_stages_is_accepted()
    {
        var stages = string.Join(',', Enumerable.Repeat("""{"noop":{}}""", Limits.StagesMax));

        Assert.Equal(Limits.StagesMax, Parse($$"""{"stages":[{{stages}}]}""").Stages.Length);
    }

    [Fact]
    public void Unknown_keys_are_named_and_a_retry_policy_is_none()
    {
        var definition = Parse(
            """
            {"stages":[
              {"delay":{"duration":"1s","seconds":"7d","$retry":{"maxAttempts":3}}},
              {"send":{"source":{"account":{"id":"a","Ledger":"x","a.b":1}},"destination":{"account":{"id":"b","$retry":1}},
                       "amount":{"amount":1,"asset":"USD/2","currency":"USD"},"metadata":{"any":"key"},"note":null,"$retry":{"maxAttempts":3}}},
              {"noop":{"x":{"y":1}}}]}
            """);

        Assert.Equal(
            [
                "stages[0].delay.seconds",
                "stages[1].send.source.account.Ledger",
                "stages[1].send.source.account[\"a.b\"]",
                "stages[1].send.destination.account.$retry",
                "stages[1].send.amount.currency",
                "stages[1].send.note",
                "stages[2].noop.x",
            ],
            UnknownKeys.Of(definition));
    }

    [Fact]
    public void A_clean_definition_has_no_unknown_keys() =>
        Assert.Empty(UnknownKeys.Of(Parse($$"""{"ignored":1,"stages":[{{Send}},{"noop":null}]}""")));

    [Fact]
    public void At_most_twenty_unknown_keys_are_named()
    {
        var keys = string.Join(',', Enumerable.Range(0, 50).Select(i => $"\"k{i}\":0"));

        Assert.Equal(UnknownKeys.Max, UnknownKeys.Of(Parse($$$"""{"stages":[{"noop":{ {{{keys}}} }}]}""")).Length);
    }

    private static WorkflowDefinition Parse(string body)
    {
        var refusal = DefinitionParser.Parse(JsonElement.Parse(body), out var definition);

        Assert.Null(refusal);
        Assert.NotNull(definition);
        return definition;
    }
}
