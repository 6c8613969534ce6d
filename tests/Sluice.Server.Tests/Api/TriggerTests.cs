using System.Net;
using System.Text.Json;

namespace Sluice.Server.Tests.Api;

[Collection(nameof(SharedApi))]
public sealed class TriggerTests(ApiServer server)
{
    private readonly ApiClient _api = server.Client;

    [Theory]
    [InlineData("")]
    [InlineData("v2/")]
    [InlineData("api/orchestration/")]
    [InlineData("api/orchestration/v2/")]
    public async Task A_created_trigger_is_echoed_can_be_read_and_can_be_deleted(string prefix)
    {
        var workflow = await _api.CreateAsync("[]");
        var body = $$"""
            {"name":"n <&> ü","event":"E","version":"v3","filter":"event.a > 0","vars":{"b":"event.b","a":"'x'"},
             "workflowID":"{{workflow}}","workflow":{"ignored":true},"id":"ignored"}
            """;

        var created = await _api.PostAsync($"{prefix}triggers", body);
        var path = $"{prefix}triggers/{created.Data.GetProperty("id")}";
        var read = await _api.GetAsync(path);
        var deleted = await _api.DeleteAsync(path);

        Assert.Equal(HttpStatusCode.Created, created.Status);
        Assert.Equal((HttpStatusCode.OK, created.Text), (read.Status, read.Text));
        Assert.Equal(
            ["id", "name", "event", "version", "filter", "workflowID", "vars", "createdAt"],
            read.Data.EnumerateObject().Select(member => member.Name));
        Assert.Equal("n <&> ü", read.Data.GetProperty("name").GetString());
        Assert.Equal("""{"b":"event.b","a":"'x'"}""", read.Data.GetProperty("vars").GetRawText());
        Assert.Matches(WorkflowTests.Timestamp, read.Data.GetProperty("createdAt").GetString());
        Assert.Equal((HttpStatusCode.NoContent, ""), (deleted.Status, deleted.Text));
        (await _api.GetAsync(path)).IsError(HttpStatusCode.NotFound, "NOT_FOUND", "Trigger not found");
        (await _api.DeleteAsync(path)).IsError(HttpStatusCode.NotFound, "NOT_FOUND", "Trigger not found");
        (await _api.PostAsync($"{path}/test", "{}")).IsError(HttpStatusCode.NotFound, "NOT_FOUND", "Trigger not found");
        Assert.DoesNotContain(read.Data.GetProperty("id").GetString()!, (await _api.GetAsync("triggers")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_not_set_is_left_out()
    {
        var workflow = await _api.CreateAsync("[]");

        var bare = await _api.PostAsync("triggers", $$"""{"event":"E","workflowID":"{{workflow}}"}""");
        var nulls = await _api.PostAsync(
            "v2/triggers", $$"""{"event":"E","workflowID":"{{workflow}}","name":null,"version":null,"filter":null,"vars":null}""");
        var empty = await _api.PostAsync("triggers", $$"""{"event":"E","workflowID":"{{workflow}}","name":"","version":"","filter":"","vars":{} }""");

        foreach (var answer in new[] { bare, nulls, empty })
        {
            Assert.Equal(["id", "name", "event", "workflowID", "createdAt"], answer.Data.EnumerateObject().Select(member => member.Name));
            Assert.Equal("", answer.Data.GetProperty("name").GetString());
        }
    }

    [Theory]
    [InlineData("", "unmarshalling json body: the body is empty")]
    [InlineData("[]", "unmarshalling json body: expected an object but was an array")]
    [InlineData("""{"event":1}""", "unmarshalling json body: event: expected a string but was a number")]
    [InlineData("""{"workflowID":{}}""", "unmarshalling json body: workflowID: expected a string but was an object")]
    [InlineData("""{"vars":[]}""", "unmarshalling json body: vars: expected an object but was an array")]
    [InlineData("""{"vars":{"a":1}}""", "unmarshalling json body: vars: 'a': expected a string but was a number")]
    [InlineData("{}", "validating data: missing event")]
    [InlineData("""{"event":"","workflowID":"","filter":"("}""", "validating data: missing event")]
    [InlineData("""{"event":"E","filter":"("}""", "validating data: missing workflow id")]
    public async Task What_is_no_trigger_is_refused_and_the_message_names_the_field(string body, string message)
    {
        (await _api.PostAsync("triggers", body)).IsError(HttpStatusCode.BadRequest, "VALIDATION", message);
        (await _api.PostAsync("v2/triggers", body)).IsError(HttpStatusCode.BadRequest, "VALIDATION", message);
    }

    [Theory]
    [InlineData("event.a >", "{}", "event.a >")]
    [InlineData("len(1, 2)", "{}", "len(1, 2)")]
    [InlineData("event.a >", """{"a":"]"}""", "event.a >")]
    [InlineData("true", """{"a":"event.a","b":"]"}""", "]")]
    [InlineData("", """{"a":""}""", "")]
    public async Task Expressions_are_compiled_filter_first_before_the_workflow_is_looked_for(string filter, string vars, string wrong)
    {
        var body = $$"""{"event":"E","workflowID":"{{Guid.NewGuid()}}","filter":{{JsonSerializer.Serialize(filter)}},"vars":{{vars}}}""";

        var answer = await _api.PostAsync("v2/triggers", body);

        Assert.Equal((HttpStatusCode.BadRequest, "VALIDATION"), (answer.Status, answer.ErrorCode));
        Assert.StartsWith($"validating data: error compiling expression '{wrong}': ", answer.ErrorMessage, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("unknown")]
    [InlineData("deleted")]
    [InlineData("no-uuid")]
    public async Task A_workflow_that_is_not_there_cannot_be_triggered(string which)
    {
        var deleted = await _api.CreateAsync("[]");
        await _api.DeleteAsync($"workflows/{deleted}");
        var workflow = which switch { "unknown" => Guid.NewGuid().ToString(), "deleted" => deleted, _ => "no-uuid" };

        var answer = await _api.PostAsync("triggers", $$"""{"event":"E","workflowID":"{{workflow}}"}""");

        answer.IsError(HttpStatusCode.NotFound, "NOT_FOUND", "workflow does not exists");
    }

    [Fact]
    public async Task Bounds_are_kept_and_named()
    {
        var workflow = await _api.CreateAsync("[]");
        var many = string.Join(',', Enumerable.Range(0, 101).Select(n => $"\"v{n}\":\"1\""));

        (await _api.PostAsync("triggers", $$$"""{"event":"E","workflowID":"{{{workflow}}}","vars":{ {{{many}}} } }"""))
            .IsError(HttpStatusCode.BadRequest, "VALIDATION", "validating data: more than 100 vars");
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await _api.PostAsync("triggers", new string(' ', 70_000))).Status);
        var longExpression = await _api.PostAsync(
            "triggers", $$"""{"event":"E","workflowID":"{{workflow}}","filter":"{{new string('1', 20_000)}}"}""");
        Assert.Equal(HttpStatusCode.BadRequest, longExpression.Status);
        (await _api.GetAsync($"triggers?name={new string('n', 257)}"))
            .IsError(HttpStatusCode.BadRequest, "VALIDATION", "name: longer than 256 characters");
    }

    [Theory]
    [InlineData("GET", "triggers/{0}")]
    [InlineData("GET", "v2/triggers/{0}")]
    [InlineData("GET", "triggers/no-uuid")]
    [InlineData("DELETE", "triggers/{0}")]
    [InlineData("DELETE", "v2/triggers/no-uuid")]
    [InlineData("POST", "triggers/{0}/test")]
    [InlineData("POST", "v2/triggers/no-uuid/test")]
    public async Task An_unknown_trigger_is_not_found(string method, string path)
    {
        var unknown = string.Format(System.Globalization.CultureInfo.InvariantCulture, path, Guid.NewGuid());

        var answer = await _api.SendAsync(new HttpMethod(method), unknown, method == "POST" ? ApiClient.Content("{}"u8.ToArray()) : null);

        answer.IsError(HttpStatusCode.NotFound, "NOT_FOUND", "Trigger not found");
    }

    [Theory]
    [InlineData("triggers/{0}/occurrences", """{"data":[]}""")]
    [InlineData("triggers/no-uuid/occurrences", """{"data":[]}""")]
    [InlineData("v2/triggers/{0}/occurrences", """{"cursor":{"pageSize":15,"hasMore":false,"data":[]}}""")]
    [InlineData("v2/triggers/no-uuid/occurrences?pageSize=3", """{"cursor":{"pageSize":3,"hasMore":false,"data":[]}}""")]
    public async Task An_unknown_trigger_has_no_occurrences(string path, string expected)
    {
        var answer = await _api.GetAsync(string.Format(System.Globalization.CultureInfo.InvariantCulture, path, Guid.NewGuid()));

        Assert.Equal((HttpStatusCode.OK, expected), (answer.Status, answer.Text));
    }

    [Fact]
    public async Task Triggers_are_listed_in_pages_whole_and_by_name()
    {
        var workflow = await _api.CreateAsync("[]");
        var mark = Guid.NewGuid().ToString("N");
        var ids = new List<string>();
        for (var n = 0; n < 35; n++)
        {
            var created = await _api.PostAsync("triggers", $$"""{"event":"E","workflowID":"{{workflow}}","name":"{{mark}} Nr_{{n}}%"}""");
            ids.Add(created.Data.GetProperty("id").GetString()!);
        }

        var walked = new List<string>();
        var back = new List<string>();
        var query = $"name={mark.ToUpperInvariant()}%20nR_";
        string? last = null;
        for (var next = query; next is not null;)
        {
            var page = (await _api.GetAsync($"v2/triggers?{next}")).Cursor;
            walked.AddRange(Ids(page.GetProperty("data")));
            last = page.TryGetProperty("previous", out var previous) ? previous.GetString() : null;
            next = page.TryGetProperty("next", out var token) ? $"cursor={token}&name=ignored" : null;
        }

        while (last is not null)
        {
            var page = (await _api.GetAsync($"v2/triggers?cursor={last}")).Cursor;
            back.InsertRange(0, Ids(page.GetProperty("data")));
            last = page.TryGetProperty("previous", out var previous) ? previous.GetString() : null;
        }

        Assert.Equal(ids, walked);
        Assert.Equal(ids[..30], back);
        Assert.Equal(ids, Ids((await _api.GetAsync($"triggers?{query}")).Data));
        Assert.Equal(ids[..3], Ids((await _api.GetAsync($"triggers?{query}&pageSize=3")).Data));
        Assert.Subset(Ids((await _api.GetAsync("triggers")).Data).ToHashSet(), ids.ToHashSet());
        Assert.Empty(Ids((await _api.GetAsync($"triggers?name={mark}%25")).Data));
        var second = (await _api.GetAsync($"v2/triggers?{query}&pageSize=3")).Cursor.GetProperty("next");
        Assert.Equal(ids[3..6], Ids((await _api.GetAsync($"triggers?cursor={second}")).Data));
    }

    [Theory]
    [InlineData("v2/triggers?cursor=garbage", "invalid 'cursor' query param")]
    [InlineData("v2/triggers?pageSize=-1", "invalid 'pageSize' query param")]
    [InlineData("triggers?cursor=garbage", "invalid 'cursor' query param")]
    [InlineData("triggers?pageSize=x", "invalid 'pageSize' query param")]
    [InlineData("v2/triggers/8d1c7a2e-0000-4000-8000-000000000000/occurrences?cursor=garbage", "invalid 'cursor' query param")]
    [InlineData("v2/triggers/8d1c7a2e-0000-4000-8000-000000000000/occurrences?pageSize=1.5", "invalid 'pageSize' query param")]
    public async Task Pages_that_mean_nothing_are_refused(string path, string message) =>
        (await _api.GetAsync(path)).IsError(HttpStatusCode.BadRequest, "VALIDATION", message);

    [Theory]
    [InlineData("", "{}", """{"id":"p1"}""", "{}")]
    [InlineData("event.id == 'p1'", "{}", """{"id":"p1"}""", """{"filter":{"match":true}}""")]
    [InlineData("event.id == 'p1'", """{"a":"event.id"}""", """{"id":"p2"}""", """{"filter":{"match":false}}""")]
    [InlineData("event.id", "{}", """{"id":"p2"}""", """{"filter":{"match":false,"error":"the filter gives neither true nor false"}}""")]
    [InlineData("true", """{"a":"event.id","n":"event.none","m":"event.amount"}""", """{"id":"p1","amount":12345678901234567890123}""",
        """{"filter":{"match":true},"variables":{"a":{"value":"p1"},"n":{},"m":{"value":"12345678901234567890123"}}}""")]
    [InlineData("", """{"a":"event","b":"1/3","c":"2.5e4","d":"[1, 'x', nil]","e":"1e21","f":"true","g":"duration('90m')"}""", """{"b":[1.50,"<ü>"],"a":null}""",
        """{"variables":{"a":{"value":"{\"a\":null,\"b\":[1.5,\"<ü>\"]}"},"b":{"value":"0.3333333333333333"},"c":{"value":"25000"},"d":{"value":"[1,\"x\",null]"},"e":{"value":"1e+21"},"f":{"value":"true"},"g":{"value":"1h30m0s"}}}""")]
    [InlineData("", """{"a":"link(event)","b":"link(event, 1)","c":"link(event, 'r')","d":"link(event, 'two')"}""", """{"links":[{"name":"two"},{"name":"two"}]}""",
        """{"variables":{"a":{"error":"expect two arguments, got 1"},"b":{"error":"second parameter must be a string"},"c":{"error":"link 'r' not defined for object"},"d":{"error":"multiple link 'two' found for object"}}}""")]
    public async Task Trying_a_trigger_tells_what_its_expressions_give(string filter, string vars, string payload, string expected)
    {
        var workflow = await _api.CreateAsync("[]");
        var created = await _api.PostAsync(
            "triggers", $$"""{"event":"E","workflowID":"{{workflow}}","filter":{{JsonSerializer.Serialize(filter)}},"vars":{{vars}}}""");
        Assert.Equal(HttpStatusCode.Created, created.Status);
        var id = created.Data.GetProperty("id");

        var v1 = await _api.PostAsync($"triggers/{id}/test", payload);
        var v2 = await _api.PostAsync($"v2/triggers/{id}/test", payload);

        Assert.Equal((HttpStatusCode.OK, $$"""{"data":{{expected}}}"""), (v1.Status, v1.Text));
        Assert.Equal(v1.Text, v2.Text);
        (await _api.PostAsync($"v2/triggers/{id}/test", "{")).IsError(
            HttpStatusCode.BadRequest, "VALIDATION", "unmarshalling json body: invalid JSON at line 1, byte 2");
    }

    [Fact]
    public async Task What_goes_wrong_in_an_expression_is_part_of_the_answer()
    {
        var workflow = await _api.CreateAsync("[]");
        var created = await _api.PostAsync(
            "triggers", $$$"""{"event":"E","workflowID":"{{{workflow}}}","filter":"event.a.b.c > 1","vars":{"a":"event.a.b.c"}}""");

        var answer = await _api.PostAsync($"v2/triggers/{created.Data.GetProperty("id")}/test", "{}");

        Assert.False(answer.Data.GetProperty("filter").GetProperty("match").GetBoolean());
        Assert.NotEmpty(answer.Data.GetProperty("filter").GetProperty("error").GetString()!);
        Assert.False(answer.Data.TryGetProperty("variables", out _));
    }

    private static List<string> Ids(JsonElement rows) => [.. rows.EnumerateArray().Select(row => row.GetProperty("id").GetString()!)];
}
