using System.Net;
using System.Text.RegularExpressions;

namespace Sluice.Server.Tests.Api;

[Collection(nameof(SharedApi))]
public sealed partial class WorkflowTests(ApiServer server)
{
    private readonly ApiClient _api = server.Client;

    [Theory]
    [InlineData("workflows")]
    [InlineData("v2/workflows")]
    public async Task A_created_workflow_is_echoed_and_can_be_read(string path)
    {
        const string Config = """{"name":"pay","stages":[{"delay":{"duration":"1h"}},{"noop":{}}]}""";

        var created = await _api.PostAsync(path, Config);
        var read = await _api.GetAsync($"{path}/{created.Data.GetProperty("id")}");

        Assert.Equal(HttpStatusCode.Created, created.Status);
        Assert.Equal(HttpStatusCode.OK, read.Status);
        Assert.Equal(created.Text, read.Text);
        Assert.Equal(Config, read.Data.GetProperty("config").GetRawText());
        Assert.Equal(["id", "config", "createdAt", "updatedAt", "deletedAt"], read.Data.EnumerateObject().Select(member => member.Name));
        Assert.Equal("null", read.Data.GetProperty("deletedAt").GetRawText());
        Assert.Matches(Timestamp, read.Data.GetProperty("createdAt").GetString());
        Assert.Matches(Timestamp, read.Data.GetProperty("updatedAt").GetString());
    }

    [Theory]
    [InlineData("{}", """{"name":"","stages":[]}""")]
    [InlineData("""{"stages":null}""", """{"name":"","stages":[]}""")]
    [InlineData("""{"name":null,"stages":[]}""", """{"name":"","stages":[]}""")]
    [InlineData("""{"stages":[],"name":"n","more":1}""", """{"name":"n","stages":[]}""")]
    [InlineData("""{"name":"Zoë <&>","stages":[]}""", """{"name":"Zoë <&>","stages":[]}""")]
    [InlineData(
        """{"stages":[{"delay":{"duration":"1s","other":12345678901234567890.10e+2}}]}""",
        """{"name":"","stages":[{"delay":{"duration":"1s","other":12345678901234567890.10e+2}}]}""")]
    public async Task Absent_members_take_their_defaults_and_stages_are_kept_verbatim(string body, string config)
    {
        var answer = await _api.PostAsync("workflows", body);

        Assert.Equal(HttpStatusCode.Created, answer.Status);
        Assert.Equal(config, answer.Data.GetProperty("config").GetRawText());
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/json; charset=utf-8")]
    [InlineData("text/plain")]
    [InlineData("text/yaml")]
    [InlineData("application/octet-stream")]
    [InlineData("not a content type")]
    [InlineData("")]
    public async Task Any_content_type_but_yamls_is_read_as_json(string contentType)
    {
        var answer = await _api.PostAsync("workflows", """{"name":"n"}""", contentType);

        Assert.Equal(HttpStatusCode.Created, answer.Status);
    }

    [Theory]
    [InlineData("text/vnd.yaml")]
    [InlineData("text/vnd.yaml; charset=utf-8")]
    [InlineData("TEXT/VND.YAML")]
    [InlineData("application/yaml")]
    [InlineData("application/yaml;charset=utf-8;x=y")]
    public async Task Yaml_is_read_by_its_content_types(string contentType)
    {
        const string Yaml = """
            # A flow as people write it.
            name: pay
            stages:
              - send:
                  source: { account: { id: world, ledger: default } }
                  destination:
                    account:
                      id: "users:${user}"
                  amount: { amount: 123456789012345678901234567890, asset: USD/2 }
              - noop:
            ---
            name: another document
            """;

        var answer = await _api.PostAsync("workflows", Yaml, contentType);

        Assert.Equal(HttpStatusCode.Created, answer.Status);
        Assert.Equal(
            """{"name":"pay","stages":[{"send":{"source":{"account":{"id":"world","ledger":"default"}},"destination":{"account":{"id":"users:${user}"}},"amount":{"amount":123456789012345678901234567890,"asset":"USD/2"}}},{"noop":null}]}""",
            answer.Data.GetProperty("config").GetRawText());
    }

    [Theory]
    [InlineData("application/yaml", "stages:\n  - noop: {}\n")]
    [InlineData("application/json", """{"stages":[{"noop":{}}]}""")]
    public async Task A_byte_order_mark_is_not_part_of_the_first_key(string contentType, string body)
    {
        var answer = await _api.PostAsync("workflows", "\uFEFF" + body, contentType);

        Assert.Equal(HttpStatusCode.Created, answer.Status);
        Assert.Equal("""{"name":"","stages":[{"noop":{}}]}""", answer.Data.GetProperty("config").GetRawText());
    }

    [Fact]
    public async Task A_deleted_workflow_stays_readable_but_leaves_the_lists_and_cannot_be_run()
    {
        var id = await _api.CreateAsync("[]");
        var instance = await _api.RunAsync(id, wait: true);

        var deleted = await _api.DeleteAsync($"v2/workflows/{id}");
        var once = await _api.GetAsync($"workflows/{id}");
        var again = await _api.DeleteAsync($"workflows/{id}");
        var twice = await _api.GetAsync($"v2/workflows/{id}");

        Assert.Equal((HttpStatusCode.NoContent, ""), (deleted.Status, deleted.Text));
        Assert.Equal((HttpStatusCode.NoContent, ""), (again.Status, again.Text));
        Assert.Matches(Timestamp, once.Data.GetProperty("deletedAt").GetString());
        Assert.Equal(once.Text, twice.Text);
        (await _api.PostAsync($"workflows/{id}/instances", "")).IsError(HttpStatusCode.NotFound, "NOT_FOUND", "Workflow not found");
        Assert.DoesNotContain(id, (await _api.GetAsync("workflows")).Text, StringComparison.Ordinal);
        Assert.DoesNotContain(instance, (await _api.GetAsync($"instances?workflowID={id}")).Text, StringComparison.Ordinal);
        Assert.Equal(id, (await _api.GetAsync($"instances/{instance}")).Data.GetProperty("workflow").GetProperty("id").GetString());
    }

    [Theory]
    [InlineData("GET", "workflows/{0}", 404, "NOT_FOUND", "Workflow not found")]
    [InlineData("GET", "v2/workflows/{0}", 404, "NOT_FOUND", "Workflow not found")]
    [InlineData("GET", "workflows/no-uuid", 404, "NOT_FOUND", "Workflow not found")]
    [InlineData("GET", "v2/workflows/%7Bx%7D", 404, "NOT_FOUND", "Workflow not found")]
    [InlineData("DELETE", "workflows/{0}", 404, "NOT_FOUND", "Workflow not found")]
    [InlineData("DELETE", "v2/workflows/{0}", 404, "NOT_FOUND", "Workflow not found")]
    [InlineData("DELETE", "workflows/no-uuid", 400, "VALIDATION", "flowId: expected a UUID")]
    [InlineData("DELETE", "v2/workflows/no-uuid", 400, "VALIDATION", "flowId: expected a UUID")]
    [InlineData("POST", "workflows/{0}/instances", 404, "NOT_FOUND", "Workflow not found")]
    [InlineData("POST", "v2/workflows/no-uuid/instances", 404, "NOT_FOUND", "Workflow not found")]
    public async Task An_unknown_workflow_is_answered_in_the_apis_words(string method, string path, int status, string code, string message)
    {
        var unknown = string.Format(System.Globalization.CultureInfo.InvariantCulture, path, Guid.NewGuid());

        var answer = await _api.SendAsync(new HttpMethod(method), unknown);

        answer.IsError((HttpStatusCode)status, code, message);
    }

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$")]
    public static partial Regex Timestamp { get; }
}
