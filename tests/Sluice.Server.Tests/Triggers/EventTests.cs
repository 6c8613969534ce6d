using System.Net;
using System.Text.Json;
using Sluice.Server.Tests.Api;

namespace Sluice.Server.Tests.Triggers;

[Collection(nameof(SharedApi))]
public sealed class EventTests(ApiServer server)
{
    private readonly ApiClient _api = server.Client;

    // Other tests send events to the same server.
    private readonly string _type = $"TYPE-{Guid.NewGuid():N}";

    [Theory]
    [InlineData("events")]
    [InlineData("v2/events")]
    [InlineData("api/orchestration/events")]
    [InlineData("api/orchestration/v2/events/")]
    public async Task An_event_starts_the_workflow_of_its_trigger_before_it_is_acknowledged(string path)
    {
        var workflow = await _api.CreateAsync("""[{"noop":{}}]""");
        var trigger = await TriggerAsync(workflow, vars: """{"id":"event.id","amount":"event.amount"}""");
        var envelope = $$"""
            {"idempotency_key":"k","date":"2026-01-02T03:04:05.123456789Z","app":"payments","version":"v3","type":"{{_type}}","payload":{"id":"p1","amount":123456789012345678901234567890},"more":[1]}
            """;

        var answer = await _api.PostAsync(path, envelope);
        var occurrence = Assert.Single(await OccurrencesAsync(trigger));

        Assert.Equal((HttpStatusCode.NoContent, ""), (answer.Status, answer.Text));
        Assert.Equal(
            ["id", "triggerID", "date", "event", "workflowInstanceID", "workflowInstance"],
            occurrence.EnumerateObject().Select(member => member.Name));
        Assert.Equal(trigger, occurrence.GetProperty("triggerID").GetString());
        Assert.Equal(envelope, occurrence.GetProperty("event").GetRawText());
        Assert.Matches(WorkflowTests.Timestamp, occurrence.GetProperty("date").GetString());
        var instance = occurrence.GetProperty("workflowInstance");
        Assert.Equal(occurrence.GetProperty("workflowInstanceID").GetString(), instance.GetProperty("id").GetString());
        Assert.Equal(workflow, instance.GetProperty("workflowID").GetString());
        Assert.False(instance.TryGetProperty("status", out _) || instance.TryGetProperty("workflow", out _));
        Assert.Equal(HttpStatusCode.OK, (await _api.GetAsync($"instances/{instance.GetProperty("id")}")).Status);
        var page = (await _api.GetAsync($"v2/triggers/{trigger}/occurrences")).Cursor;
        Assert.Equal(occurrence.GetRawText(), Assert.Single(page.GetProperty("data").EnumerateArray()).GetRawText());
    }

    [Fact]
    public async Task The_variables_reach_the_instance_exactly()
    {
        var workflow = await _api.CreateAsync("""[{"wait_event":{"event":"${word}-${amount}-${none}"}}]""");
        var trigger = await TriggerAsync(workflow, vars: """{"word":"event.word","amount":"event.amount * 10","none":"event.none"}""");

        await SendAsync("""{"word":"ü","amount":123456789012345678901234567890}""");

        var instance = Assert.Single(await OccurrencesAsync(trigger)).GetProperty("workflowInstanceID");
        var history = await _api.GetAsync($"instances/{instance}/history");
        Assert.Equal("ü-1234567890123456789012345678900-", history.Data[0].GetProperty("input").GetProperty("event").GetString());
    }

    [Theory]
    [InlineData(null, "v1", true)]
    [InlineData(null, "", true)]
    [InlineData("", "v1", true)]
    [InlineData("v1", "v1", true)]
    [InlineData("v1", "v2", false)]
    [InlineData("v1", "", false)]
    [InlineData("v1", "V1", false)]
    public async Task A_version_must_be_the_events_when_it_is_set(string? version, string sent, bool fires)
    {
        var trigger = await TriggerAsync(await _api.CreateAsync("[]"), version: version);

        await SendAsync("{}", version: sent);

        Assert.Equal(fires ? 1 : 0, (await OccurrencesAsync(trigger)).Count);
    }

    [Theory]
    [InlineData("event.status == 'OK' && event.amount > 10", """{"status":"OK","amount":11}""", true)]
    [InlineData("event.status == 'OK' && event.amount > 10", """{"status":"OK","amount":10}""", false)]
    [InlineData("event.amount > 10", """{"amount":"11"}""", false)]
    [InlineData("event.id", """{"id":"x"}""", false)]
    [InlineData("event.a.b", "{}", false)]
    [InlineData("event == nil", "null", true)]
    [InlineData("len(event) == 2", "[1,2]", true)]
    [InlineData("unknown == nil", "{}", true)]
    public async Task Only_true_matches_and_nothing_else_leaves_a_trace(string filter, string payload, bool fires)
    {
        var trigger = await TriggerAsync(await _api.CreateAsync("[]"), filter: filter);

        await SendAsync(payload);

        Assert.Equal(fires ? 1 : 0, (await OccurrencesAsync(trigger)).Count);
    }

    [Fact]
    public async Task Every_trigger_that_wants_an_event_fires()
    {
        var workflow = await _api.CreateAsync("[]");
        var triggers = new List<string>();
        for (var n = 0; n < 5; n++)
        {
            triggers.Add(await TriggerAsync(workflow, filter: n == 2 ? "false" : "true"));
        }

        await SendAsync("{}");

        var fired = new List<int>();
        foreach (var trigger in triggers)
        {
            fired.Add((await OccurrencesAsync(trigger)).Count);
        }

        Assert.Equal([1, 1, 0, 1, 1], fired);
    }

    [Theory]
    [InlineData("k", null, "k", null, 1)]
    [InlineData("k", "a", "k", "b", 1)]
    [InlineData("", "a", "", "a", 1)]
    [InlineData("k1", null, "k2", null, 2)]
    [InlineData("", "a", "", "b", 2)]
    [InlineData("k1", "a", "k2", "a", 2)]
    [InlineData("", null, "", null, 2)]
    public async Task A_message_that_is_delivered_again_starts_nothing_again(string key1, string? id1, string key2, string? id2, int starts)
    {
        var trigger = await TriggerAsync(await _api.CreateAsync("[]"));

        await SendAsync("{}", key: key1, messageId: id1);
        await SendAsync("""{"another":"payload"}""", key: key2, messageId: id2);

        Assert.Equal(starts, (await OccurrencesAsync(trigger)).Count);
    }

    [Theory]
    [InlineData("SAVED_PAYMENT", "\"p1\"", "\"p1\"", 1)]
    [InlineData("SAVED_ACCOUNT", "\"p1\"", "\"p1\"", 1)]
    [InlineData("SAVED_PAYMENT", "7", "7", 1)]
    [InlineData("SAVED_PAYMENT", "\"p1\"", "\"p2\"", 2)]
    [InlineData("SAVED_PAYMENT", "\"\"", "\"\"", 2)]
    [InlineData("SAVED_PAYMENT", "null", "null", 2)]
    [InlineData("SAVED_SOMETHING", "\"p1\"", "\"p1\"", 2)]
    public async Task A_trigger_runs_once_per_payment_or_account(string type, string id1, string id2, int starts)
    {
        var mark = Guid.NewGuid().ToString("N");
        var trigger = await TriggerAsync(await _api.CreateAsync("[]"), type: type, filter: $"event.mark == '{mark}'");

        await SendAsync($$"""{"mark":"{{mark}}","id":{{Marked(id1)}},"status":"PENDING"}""", type: type, key: Key());
        await SendAsync($$"""{"mark":"{{mark}}","id":{{Marked(id2)}},"status":"SUCCEEDED"}""", type: type, key: Key());

        Assert.Equal(starts, (await OccurrencesAsync(trigger)).Count);

        string Marked(string id) => id.Length > 2 && id[0] == '"' ? $"\"{id[1..^1]}-{mark}\"" : id;
    }

    [Fact]
    public async Task An_object_that_the_filter_refused_may_still_run()
    {
        var id = Guid.NewGuid();
        var trigger = await TriggerAsync(
            await _api.CreateAsync("[]"), type: "SAVED_PAYMENT", filter: $"event.id == '{id}' && event.status == 'SUCCEEDED'", vars: """{"s":"event.status"}""");

        await SendAsync($$"""{"id":"{{id}}","status":"PENDING"}""", type: "SAVED_PAYMENT", key: Key());
        Assert.Empty(await OccurrencesAsync(trigger));
        await SendAsync($$"""{"id":"{{id}}","status":"SUCCEEDED"}""", type: "SAVED_PAYMENT", key: Key());
        await SendAsync($$"""{"id":"{{id}}","status":"SUCCEEDED"}""", type: "SAVED_PAYMENT", key: Key());

        Assert.Single(await OccurrencesAsync(trigger));
    }

    [Fact]
    public async Task A_failure_leaves_one_occurrence_and_does_not_use_up_the_objects_run()
    {
        var id = Guid.NewGuid();
        var trigger = await TriggerAsync(
            await _api.CreateAsync("[]"), type: "SAVED_PAYMENT", filter: $"event.id == '{id}'", vars: """{"a":"link(event, 'account').id"}""");
        var key = Key();

        await SendAsync($$"""{"id":"{{id}}"}""", type: "SAVED_PAYMENT", key: key);
        await SendAsync($$"""{"id":"{{id}}"}""", type: "SAVED_PAYMENT", key: key);
        var failed = Assert.Single(await OccurrencesAsync(trigger));
        await SendAsync($$"""{"id":"{{id}}"}""", type: "SAVED_PAYMENT", key: Key());

        Assert.Equal(["id", "triggerID", "date", "event", "error"], failed.EnumerateObject().Select(member => member.Name));
        Assert.Equal("link 'account' not defined for object", failed.GetProperty("error").GetString());
        Assert.Equal(2, (await OccurrencesAsync(trigger)).Count);
    }

    [Fact]
    public async Task Variables_that_an_instance_cannot_take_fail_the_occurrence()
    {
        var trigger = await TriggerAsync(await _api.CreateAsync("[]"), vars: """{"a":"event.text","b":"event.text"}""");

        await SendAsync($$"""{"text":"{{new string('x', 40_000)}}"}""");

        Assert.Equal(
            "the variables are larger than 65536 bytes", Assert.Single(await OccurrencesAsync(trigger)).GetProperty("error").GetString());
    }

    [Fact]
    public async Task Neither_a_deleted_trigger_nor_that_of_a_deleted_workflow_fires_and_occurrences_stay()
    {
        var workflow = await _api.CreateAsync("[]");
        var (deleted, orphan) = (await TriggerAsync(workflow), await TriggerAsync(workflow));
        await SendAsync("{}");

        await _api.DeleteAsync($"triggers/{deleted}");
        await SendAsync("{}");
        await _api.DeleteAsync($"workflows/{workflow}");
        await SendAsync("{}");

        Assert.Single(await OccurrencesAsync(deleted));
        Assert.Equal(2, (await OccurrencesAsync(orphan)).Count);
    }

    [Fact]
    public async Task Occurrences_are_paged_oldest_first()
    {
        var trigger = await TriggerAsync(await _api.CreateAsync("[]"));
        for (var n = 0; n < 20; n++)
        {
            await SendAsync($$"""{"n":{{n}}}""");
        }

        var first = (await _api.GetAsync($"v2/triggers/{trigger}/occurrences")).Cursor;
        var second = (await _api.GetAsync($"v2/triggers/{trigger}/occurrences?cursor={first.GetProperty("next")}")).Cursor;
        var other = await _api.GetAsync($"v2/triggers/{Guid.NewGuid()}/occurrences?cursor={first.GetProperty("next")}");

        Assert.Equal((15, true), (first.GetProperty("data").GetArrayLength(), first.GetProperty("hasMore").GetBoolean()));
        Assert.Equal(
            Enumerable.Range(0, 20),
            first.GetProperty("data").EnumerateArray().Concat(second.GetProperty("data").EnumerateArray())
                .Select(row => row.GetProperty("event").GetProperty("payload").GetProperty("n").GetInt32()));
        other.IsError(HttpStatusCode.BadRequest, "VALIDATION", "invalid 'cursor' query param");
    }

    [Theory]
    [InlineData("", "the body is empty")]
    [InlineData("nonsense", "invalid JSON at line 1, byte 2")]
    [InlineData("[]", "expected an object but was an array")]
    [InlineData("{}", "type: missing")]
    [InlineData("""{"type":""}""", "type: missing")]
    [InlineData("""{"type":1}""", "type: expected a string but was a number")]
    [InlineData("""{"type":"T","version":3}""", "version: expected a string but was a number")]
    [InlineData("""{"type":"T","idempotency_key":{}}""", "idempotency_key: expected a string but was an object")]
    [InlineData("""{"type":"T","type":"U"}""", "the key 'type' is given twice")]
    public async Task What_is_no_event_is_refused_and_the_message_names_the_field(string body, string message) =>
        (await _api.PostAsync("v2/events", body)).IsError(HttpStatusCode.BadRequest, "VALIDATION", $"unmarshalling json body: {message}");

    [Fact]
    public async Task An_envelope_beyond_its_bound_is_refused() =>
        Assert.Equal(
            HttpStatusCode.RequestEntityTooLarge,
            (await _api.PostAsync("events", $$"""{"type":"T","payload":"{{new string('x', 256 * 1024)}}"}""")).Status);

    private static string Key() => Guid.NewGuid().ToString();

    private async Task<string> TriggerAsync(
        string workflow, string? type = null, string? version = null, string? filter = null, string vars = "{}")
    {
        var answer = await _api.PostAsync(
            "triggers",
            $$"""
            {"event":"{{type ?? _type}}","workflowID":"{{workflow}}","version":{{JsonSerializer.Serialize(version)}},
             "filter":{{JsonSerializer.Serialize(filter)}},"vars":{{vars}} }
            """);
        Assert.Equal(HttpStatusCode.Created, answer.Status);
        return answer.Data.GetProperty("id").GetString()!;
    }

    private async Task SendAsync(string payload, string? type = null, string version = "", string key = "", string? messageId = null)
    {
        var envelope = $$"""{"type":"{{type ?? _type}}","version":"{{version}}","idempotency_key":"{{key}}","payload":{{payload}} }""";
        var answer = await _api.SendAsync(
            HttpMethod.Post,
            "v2/events",
            ApiClient.Content(System.Text.Encoding.UTF8.GetBytes(envelope)),
            request => request.Headers.Add("Message-Uuid", messageId));
        Assert.Equal(HttpStatusCode.NoContent, answer.Status);
    }

    private async Task<List<JsonElement>> OccurrencesAsync(string trigger) =>
        [.. (await _api.GetAsync($"triggers/{trigger}/occurrences")).Data.EnumerateArray()];
}
