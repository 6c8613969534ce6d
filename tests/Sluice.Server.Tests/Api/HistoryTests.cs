using System.Text.Json;

namespace Sluice.Server.Tests.Api;

[Collection(nameof(SharedApi))]
public sealed class HistoryTests(ApiServer server)
{
    private readonly ApiClient _api = server.Client;

    [Theory]
    [InlineData(
        """{"send":{"source":{"account":{"id":"${from}"}},"destination":{"account":{"id":"bank","ledger":"l2","throughAccount":"bridge","allowOverdraft":true}},"amount":{"amount":123456789012345678901234567890,"asset":"USD/2"},"metadata":{"k":"${from}"},"timestamp":"2024-05-01T10:00:00Z"}}""",
        "RunSend",
        """{"source":{"account":{"id":"alice","ledger":"default","throughAccount":"world","allowOverdraft":false}},"destination":{"account":{"id":"bank","ledger":"l2","throughAccount":"bridge","allowOverdraft":true}},"amount":{"amount":123456789012345678901234567890,"asset":"USD/2"},"metadata":{"k":"alice"},"timestamp":"2024-05-01T10:00:00.000000Z","account":null,"duration":null}""")]
    [InlineData(
        """{"send":{"source":{"account":{"id":"a"}},"destination":{"account":{"id":"b"}},"amount":{"amount":"1","asset":"USD"}}}""",
        "RunSend",
        """{"source":{"account":{"id":"a","ledger":"default","throughAccount":"world","allowOverdraft":false}},"destination":{"account":{"id":"b","ledger":"default","throughAccount":"world","allowOverdraft":false}},"amount":{"amount":1,"asset":"USD"},"account":null,"duration":null}""")]
    [InlineData("""{"delay":{"duration":"10ms"}}""", "RunDelay", """{"duration":"10ms","timestamp":null,"account":null}""")]
    [InlineData("""{"delay":{"until":"2024-01-01T00:00:00+01:00"}}""", "RunDelay", """{"until":"2023-12-31T23:00:00.000000Z","timestamp":null,"account":null}""")]
    [InlineData(
        """{"update":{"account":{"id":"a","metadata":{"k":"v"}}}}""",
        "RunUpdate",
        """{"account":{"id":"a","ledger":"main","metadata":{"k":"v"}},"timestamp":null,"duration":null}""")]
    [InlineData(
        """{"update":{"account":{"id":"a","metadata":{}},"$retry":{"maxAttempts":3,"multiplier":1.5}}}""",
        "RunUpdate",
        """{"account":{"id":"a","ledger":"main","metadata":{}},"$retry":{"maxAttempts":3,"initialInterval":"1s","maxInterval":"1m40s","multiplier":1.5},"timestamp":null,"duration":null}""")]
    [InlineData("""{"noop":{}}""", "RunNoop", "{}")]
    public async Task A_stage_shows_its_resolved_input_in_the_one_shape_sdks_cannot_mistake(string stage, string name, string input)
    {
        var id = await _api.RunToEndAsync($"[{stage}]", """{"from":"alice"}""");

        foreach (var version in new[] { "", "v2/" })
        {
            var entry = (await _api.GetAsync($"{version}instances/{id}/history")).Data[0];

            Assert.Equal(["name", "input", "terminated", "startedAt", "terminatedAt"], entry.EnumerateObject().Select(member => member.Name));
            Assert.Equal(name, entry.GetProperty("name").GetString());
            Assert.Equal(input, entry.GetProperty("input").GetRawText());
        }
    }

    [Fact]
    public async Task A_running_stage_has_no_end()
    {
        var id = await _api.RunAsync(await _api.CreateAsync("""[{"wait_event":{"event":"go","timeout":"36h"}}]"""));

        var entry = (await _api.GetAsync($"instances/{id}/history")).Data[0];

        Assert.Equal(["name", "input", "terminated", "startedAt"], entry.EnumerateObject().Select(member => member.Name));
        Assert.Equal("""{"event":"go","timeout":"36h0m0s"}""", entry.GetProperty("input").GetRawText());
        Assert.False(entry.GetProperty("terminated").GetBoolean());
    }

    [Fact]
    public async Task A_stage_that_does_not_resolve_shows_what_was_written_and_why_not()
    {
        var id = await _api.RunToEndAsync("""[{"delay":{"duration":"${d}"}}]""", """{"d":"soon"}""");

        var entry = (await _api.GetAsync($"instances/{id}/history")).Data[0];

        Assert.Equal("RunDelay", entry.GetProperty("name").GetString());
        Assert.Equal("""{"duration":"${d}"}""", entry.GetProperty("input").GetRawText());
        Assert.NotEmpty(entry.GetProperty("error").GetString()!);
        Assert.True(entry.GetProperty("terminated").GetBoolean());
    }

    [Fact]
    public async Task A_committed_transaction_is_an_object_in_version_1_and_a_list_in_version_2()
    {
        var id = await _api.RunToEndAsync(
            """[{"send":{"source":{"account":{"id":"a"}},"destination":{"account":{"id":"b"}},"amount":{"amount":98765432109876543210,"asset":"USD/2"}}}]""");

        var one = (await _api.GetAsync($"instances/{id}/stages/0/history")).Data[0];
        var two = (await _api.GetAsync($"v2/instances/{id}/stages/0/history")).Data[0];

        Assert.Equal(
            ["name", "input", "output", "terminated", "startedAt", "terminatedAt", "attempt"],
            one.EnumerateObject().Select(member => member.Name));
        Assert.Equal("CreateTransaction", one.GetProperty("name").GetString());
        Assert.Equal(1, one.GetProperty("attempt").GetInt32());
        const string Input =
            """{"CreateTransaction":{"ledger":"default","data":{"metadata":{},"postings":[{"source":"a","destination":"b","amount":98765432109876543210,"asset":"USD/2"}]}}}""";
        Assert.Equal(Input, one.GetProperty("input").GetRawText());
        Assert.Equal(Input, two.GetProperty("input").GetRawText());
        var transaction = one.GetProperty("output").GetProperty("CreateTransaction").GetProperty("data");
        var list = two.GetProperty("output").GetProperty("CreateTransaction").GetProperty("data");
        Assert.Equal(JsonValueKind.Object, transaction.ValueKind);
        Assert.Equal($"[{transaction.GetRawText()}]", list.GetRawText());
        Assert.Equal(
            ["id", "txid", "metadata", "postings", "reverted", "timestamp"], transaction.EnumerateObject().Select(member => member.Name));
        Assert.Equal(transaction.GetProperty("id").GetInt64(), transaction.GetProperty("txid").GetInt64());
        Assert.Equal("98765432109876543210", transaction.GetProperty("postings")[0].GetProperty("amount").GetRawText());
    }

    [Fact]
    public async Task An_overdraft_is_sent_as_a_script()
    {
        var id = await _api.RunToEndAsync(
            """[{"send":{"source":{"account":{"id":"a","allowOverdraft":true}},"destination":{"account":{"id":"b"}},"amount":{"amount":7,"asset":"USD/2"}}}]""");

        var data = (await _api.GetAsync($"instances/{id}/stages/0/history")).Data[0].GetProperty("input").GetProperty("CreateTransaction").GetProperty("data");

        Assert.Equal(["metadata", "script"], data.EnumerateObject().Select(member => member.Name));
        Assert.StartsWith("send [USD/2 7] (\n", data.GetProperty("script").GetProperty("plain").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_update_has_an_id_and_an_account_and_no_output()
    {
        var id = await _api.RunToEndAsync("""[{"update":{"account":{"id":"a:b","ledger":"l","metadata":{"k":"v"}}}}]""");

        foreach (var version in new[] { "", "v2/" })
        {
            var entry = (await _api.GetAsync($"{version}instances/{id}/stages/0/history")).Data[0];

            Assert.Equal(["name", "input", "terminated", "startedAt", "terminatedAt", "attempt"], entry.EnumerateObject().Select(member => member.Name));
            Assert.Equal(
                """{"AddAccountMetadata":{"id":"a:b","account":"a:b","ledger":"l","metadata":{"k":"v"}}}""",
                entry.GetProperty("input").GetRawText());
        }
    }

    [Fact]
    public async Task A_refused_activity_shows_its_error()
    {
        var id = await _api.RunToEndAsync(InstanceTests.Send(StubLedger.Refusing));

        var entry = (await _api.GetAsync($"v2/instances/{id}/stages/0/history")).Data[0];

        Assert.Equal(["name", "input", "error", "terminated", "startedAt", "terminatedAt", "attempt"], entry.EnumerateObject().Select(member => member.Name));
        Assert.Equal("the ledger says no", entry.GetProperty("error").GetString());
    }

    [Fact]
    public async Task A_failing_activity_shows_its_attempt_its_last_failure_and_its_next_time_until_it_is_aborted()
    {
        var id = await _api.RunAsync(await _api.CreateAsync(InstanceTests.Send(StubLedger.Failing)));

        var pending = await _api.EventuallyAsync($"instances/{id}/stages/0/history", answer => answer.Data[0].GetProperty("attempt").GetInt32() > 1);
        await _api.PutAsync($"instances/{id}/abort");
        var aborted = await _api.EventuallyAsync($"instances/{id}/stages/0/history", answer => answer.Data[0].GetProperty("terminated").GetBoolean());

        var entry = pending.Data[0];
        Assert.Equal(["name", "input", "terminated", "startedAt", "attempt", "lastFailure", "nextExecution"], entry.EnumerateObject().Select(member => member.Name));
        Assert.Equal("the ledger is ill", entry.GetProperty("lastFailure").GetString());
        Assert.Matches(WorkflowTests.Timestamp, entry.GetProperty("nextExecution").GetString());
        Assert.Equal("cancelled", aborted.Data[0].GetProperty("error").GetString());
        Assert.False(aborted.Data[0].TryGetProperty("nextExecution", out _));
    }
}
