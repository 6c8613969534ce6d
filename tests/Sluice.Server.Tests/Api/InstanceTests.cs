using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Sluice.Server.Tests.Api;

[Collection(nameof(SharedApi))]
public sealed class InstanceTests(ApiServer server)
{
    private const string Waiting = """[{"wait_event":{"event":"go"}}]""";

    private readonly ApiClient _api = server.Client;

    [Theory]
    [InlineData("")]
    [InlineData("v2/")]
    public async Task A_run_answers_with_the_instance_alone(string version)
    {
        var workflow = await _api.CreateAsync(Waiting);

        var answer = await _api.PostAsync($"{version}workflows/{workflow}/instances", "");

        Assert.Equal(HttpStatusCode.Created, answer.Status);
        Assert.Equal(["workflowID", "id", "createdAt", "updatedAt", "terminated"], Names(answer.Data));
        Assert.Equal(workflow, answer.Data.GetProperty("workflowID").GetString());
        Assert.False(answer.Data.GetProperty("terminated").GetBoolean());
        Assert.Matches(WorkflowTests.Timestamp, answer.Data.GetProperty("createdAt").GetString());
    }

    [Theory]
    [InlineData("true")]
    [InlineData("TRUE")]
    [InlineData("1")]
    public async Task A_run_that_waits_answers_with_the_ended_instance_and_its_stages(string wait)
    {
        var workflow = await _api.CreateAsync("""[{"noop":{}},{"delay":{"duration":"20ms"}}]""");

        var answer = await _api.PostAsync($"v2/workflows/{workflow}/instances?wait={wait}", "{}");
        var read = await _api.GetAsync($"instances/{answer.Data.GetProperty("id")}");

        Assert.Equal(HttpStatusCode.Created, answer.Status);
        Assert.Equal(
            ["workflowID", "id", "createdAt", "updatedAt", "terminated", "terminatedAt", "workflow", "status"], Names(answer.Data));
        Assert.Equal(answer.Text, read.Text);
        Assert.True(answer.Data.GetProperty("terminated").GetBoolean());
        var stages = answer.Data.GetProperty("status").EnumerateArray().ToList();
        Assert.Equal([0, 1], stages.Select(stage => stage.GetProperty("stage").GetInt32()));
        Assert.All(stages, stage => Assert.Equal(
            ["stage", "instanceID", "temporalRunID", "startedAt", "terminatedAt"], Names(stage)));
        Assert.All(stages, stage => Assert.Equal(answer.Data.GetProperty("id").GetString(), stage.GetProperty("instanceID").GetString()));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("yes")]
    [InlineData("")]
    [InlineData("true,true")]
    public async Task Anything_else_does_not_wait(string wait)
    {
        var workflow = await _api.CreateAsync(Waiting);

        var answer = await _api.PostAsync($"workflows/{workflow}/instances?wait={wait}", "");

        Assert.Equal(HttpStatusCode.Created, answer.Status);
        Assert.False(answer.Data.TryGetProperty("status", out _));
    }

    [Fact]
    public async Task A_failed_instance_is_still_created_and_tells_its_error_everywhere()
    {
        var workflow = await _api.CreateAsync(Send(StubLedger.Refusing));

        var answer = await _api.PostAsync($"workflows/{workflow}/instances?wait=true", "");

        Assert.Equal(HttpStatusCode.Created, answer.Status);
        Assert.Equal("the ledger says no", answer.Data.GetProperty("error").GetString());
        Assert.Equal("the ledger says no", answer.Data.GetProperty("status")[0].GetProperty("error").GetString());
        Assert.Equal(["workflowID", "id", "createdAt", "updatedAt", "terminated", "terminatedAt", "error", "workflow", "status"], Names(answer.Data));
        var listed = (await _api.GetAsync($"instances?workflowID={workflow}")).Data[0];
        Assert.Equal(["workflowID", "id", "createdAt", "updatedAt", "terminated", "terminatedAt", "error", "workflow"], Names(listed));
    }

    [Fact]
    public async Task An_instance_of_no_stages_has_ended_and_has_no_stage()
    {
        var answer = await _api.PostAsync($"workflows/{await _api.CreateAsync("[]")}/instances", "");
        var read = await _api.GetAsync($"v2/instances/{answer.Data.GetProperty("id")}");

        Assert.True(answer.Data.GetProperty("terminated").GetBoolean());
        Assert.Equal("[]", read.Data.GetProperty("status").GetRawText());
        Assert.Equal("""{"data":[]}""", (await _api.GetAsync($"instances/{answer.Data.GetProperty("id")}/history")).Text);
    }

    [Fact]
    public async Task Variables_reach_the_stages_whether_the_body_has_a_length_or_comes_in_chunks()
    {
        var workflow = await _api.CreateAsync("""[{"wait_event":{"event":"${name}"}}]""");
        using var chunked = new PushContent("""{"name":"chunked \ud83d\ude00"}""");

        var whole = await _api.RunAsync(workflow, """{"name":"whole","other":""}""");
        var inChunks = await _api.SendAsync(HttpMethod.Post, $"v2/workflows/{workflow}/instances", chunked);

        Assert.Equal("whole", await EventOf(whole));
        Assert.Equal("chunked 😀", await EventOf(inChunks.Data.GetProperty("id").GetString()!));
    }

    [Fact]
    public async Task The_same_idempotency_key_on_the_same_workflow_starts_one_instance()
    {
        var (one, other) = (await _api.CreateAsync(Waiting), await _api.CreateAsync(Waiting));

        var ids = new List<string?>();
        foreach (var (workflow, key) in new[] { (one, "k"), (one, "k"), (one, "l"), (other, "k"), (one, ""), (one, "") })
        {
            var answer = await _api.SendAsync(
                HttpMethod.Post, $"workflows/{workflow}/instances", null, request => request.Headers.Add("Idempotency-Key", key));
            Assert.Equal(HttpStatusCode.Created, answer.Status);
            ids.Add(answer.Data.GetProperty("id").GetString());
        }

        Assert.Equal(ids[0], ids[1]);
        Assert.Equal(5, ids.Distinct().Count());
    }

    [Theory]
    [InlineData(256, HttpStatusCode.Created)]
    [InlineData(257, HttpStatusCode.BadRequest)]
    public async Task An_idempotency_key_has_a_longest_length(int length, HttpStatusCode status)
    {
        var workflow = await _api.CreateAsync(Waiting);

        var answer = await _api.SendAsync(
            HttpMethod.Post, $"workflows/{workflow}/instances", null,
            request => request.Headers.Add("Idempotency-Key", new string('k', length)));

        Assert.Equal(status, answer.Status);
        if (status == HttpStatusCode.BadRequest)
        {
            Assert.Equal("Idempotency-Key: longer than 256 characters", answer.ErrorMessage);
        }
    }

    [Fact]
    public async Task Posted_events_are_kept_until_a_stage_takes_them()
    {
        var workflow = await _api.CreateAsync("""[{"wait_event":{"event":"first"}},{"wait_event":{"event":"second"}}]""");
        var id = await _api.RunAsync(workflow);

        var second = await _api.PostAsync($"instances/{id}/events", """{"name":"second","payload":{"ignored":[1,2]}}""");
        var first = await _api.PostAsync($"v2/instances/{id}/events", """{"name":"first"}""");

        Assert.Equal((HttpStatusCode.NoContent, ""), (second.Status, second.Text));
        Assert.Equal((HttpStatusCode.NoContent, ""), (first.Status, first.Text));
        var ended = await _api.EventuallyAsync($"instances/{id}", answer => answer.Data.GetProperty("terminated").GetBoolean());
        Assert.False(ended.Data.TryGetProperty("error", out _));
        (await _api.PostAsync($"instances/{id}/events", """{"name":"first"}"""))
            .IsError(HttpStatusCode.BadRequest, "VALIDATION", "instance is terminated");
    }

    [Fact]
    public async Task An_aborted_instance_ends_as_canceled_and_may_be_aborted_again()
    {
        var id = await _api.RunAsync(await _api.CreateAsync(Waiting));

        var aborted = await _api.PutAsync($"v2/instances/{id}/abort");
        var again = await _api.PutAsync($"instances/{id}/abort");
        var read = await _api.GetAsync($"instances/{id}");

        Assert.Equal((HttpStatusCode.NoContent, ""), (aborted.Status, aborted.Text));
        Assert.Equal(HttpStatusCode.NoContent, again.Status);
        Assert.Equal("canceled", read.Data.GetProperty("error").GetString());
        Assert.Equal("canceled", read.Data.GetProperty("status")[0].GetProperty("error").GetString());
        Assert.Equal("canceled", (await _api.GetAsync($"instances/{id}/history")).Data[0].GetProperty("error").GetString());
    }

    [Fact]
    public async Task An_instance_that_ended_by_itself_cannot_be_aborted()
    {
        var id = await _api.RunToEndAsync("[]");

        var answer = await _api.PutAsync($"instances/{id}/abort");

        answer.IsError(HttpStatusCode.BadRequest, "VALIDATION", "instance is already terminated");
    }

    [Theory]
    [InlineData("GET", "instances/{0}", "")]
    [InlineData("GET", "v2/instances/{0}", "")]
    [InlineData("GET", "instances/{0}_1", "")]
    [InlineData("GET", "instances/x", "")]
    [InlineData("GET", "instances/{0}/history", "")]
    [InlineData("GET", "v2/instances/x/history", "")]
    [InlineData("GET", "instances/{0}/stages/0/history", "")]
    [InlineData("GET", "v2/instances/{0}/stages/0/history", "")]
    [InlineData("GET", "v2/instances/{0}/stages/x/history", "")]
    [InlineData("PUT", "instances/{0}/abort", "")]
    [InlineData("PUT", "v2/instances/x/abort", "")]
    [InlineData("POST", "instances/{0}/events", """{"name":"x"}""")]
    [InlineData("POST", "v2/instances/x/events", """{"name":"x"}""")]
    public async Task An_unknown_instance_is_not_found(string method, string path, string body)
    {
        var unknown = string.Format(System.Globalization.CultureInfo.InvariantCulture, path, Guid.NewGuid());

        var answer = await _api.SendAsync(new HttpMethod(method), unknown, ApiClient.Content(Encoding.UTF8.GetBytes(body)));

        answer.IsError(HttpStatusCode.NotFound, "NOT_FOUND", "Instance not found");
    }

    [Theory]
    [InlineData("1")]
    [InlineData("-1")]
    [InlineData("x")]
    [InlineData("0x0")]
    [InlineData("99999999999999999999")]
    public async Task A_stage_that_never_started_is_not_found(string stage)
    {
        var id = await _api.RunToEndAsync("""[{"noop":{}}]""");

        var none = await _api.GetAsync($"instances/{id}/stages/{stage}/history");
        var first = await _api.GetAsync($"instances/{id}/stages/0/history");

        none.IsError(HttpStatusCode.NotFound, "NOT_FOUND", "Instance not found");
        Assert.Equal("""{"data":[]}""", first.Text);
    }

    [Fact]
    public async Task Ids_may_be_percent_encoded_and_in_upper_case()
    {
        var id = await _api.RunToEndAsync("[]");
        var encoded = string.Concat(id.ToUpperInvariant().Select(c => $"%{(int)c:X2}"));

        Assert.Equal(id, (await _api.GetAsync($"instances/{encoded}")).Data.GetProperty("id").GetString());
    }

    [Fact]
    public async Task A_caller_that_goes_away_while_waiting_ends_only_its_wait()
    {
        var workflow = await _api.CreateAsync(Waiting);
        using (var socket = new TcpClient())
        {
            await socket.ConnectAsync(server.Address.Host, server.Address.Port, ApiClient.Cancellation);
            await socket.GetStream().WriteAsync(
                Encoding.ASCII.GetBytes($"POST /workflows/{workflow}/instances?wait=1 HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n"),
                ApiClient.Cancellation);
            await _api.EventuallyAsync($"instances?workflowID={workflow}", answer => answer.Data.GetArrayLength() == 1);
        }

        var id = (await _api.GetAsync($"instances?workflowID={workflow}")).Data[0].GetProperty("id").GetString();
        await _api.PostAsync($"instances/{id}/events", """{"name":"go"}""");

        var ended = await _api.EventuallyAsync($"instances/{id}", answer => answer.Data.GetProperty("terminated").GetBoolean());
        Assert.False(ended.Data.TryGetProperty("error", out _));
    }

    public static string Send(string ledger) => $$$"""
        [{"send":{
            "source":{"account":{"id":"world","ledger":"{{{ledger}}}"}},
            "destination":{"account":{"id":"bank","ledger":"{{{ledger}}}"}},
            "amount":{"amount":100,"asset":"USD/2"}
        } } ]
        """;

    private static IEnumerable<string> Names(JsonElement json) => json.EnumerateObject().Select(member => member.Name);

    private async Task<string?> EventOf(string instance) =>
        (await _api.GetAsync($"instances/{instance}/history")).Data[0].GetProperty("input").GetProperty("event").GetString();
}
