using System.Net;
using System.Text;

namespace Sluice.Server.Tests.Api;

[Collection(nameof(SharedApi))]
public sealed class RefusedBodyTests(ApiServer server) : IAsyncLifetime
{
    private const string Json = "application/json";
    private const string Yaml = "application/yaml";

    private readonly ApiClient _api = server.Client;
    private string _workflow = null!;
    private string _instance = null!;

    public async ValueTask InitializeAsync()
    {
        _workflow = await _api.CreateAsync("""[{"wait_event":{"event":"go"}}]""");
        _instance = await _api.RunAsync(_workflow);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>JSON that no route takes, and the fault that each names.</summary>
    public static TheoryData<string, string> BrokenJson => new()
    {
        { "{", "invalid JSON at line 1, byte 2" },
        { "}", "invalid JSON at line 1, byte 1" },
        { "{]", "invalid JSON at line 1, byte 2" },
        { "\"", "invalid JSON at line 1, byte 2" },
        { "nul", "invalid JSON at line 1, byte 4" },
        { "tru", "invalid JSON at line 1, byte 4" },
        { "NaN", "invalid JSON at line 1, byte 1" },
        { "-", "invalid JSON at line 1, byte 2" },
        { "01", "invalid JSON at line 1, byte 2" },
        { "1.", "invalid JSON at line 1, byte 3" },
        { "{\"a\":}", "invalid JSON at line 1, byte 6" },
        { "{\"a\" 1}", "invalid JSON at line 1, byte 6" },
        { "{\"a\":\"b\",}", "invalid JSON at line 1, byte 10" },
        { "{'a':'b'}", "invalid JSON at line 1, byte 2" },
        { "{a:\"b\"}", "invalid JSON at line 1, byte 2" },
        { "{\"a\":\"\n\"}", "invalid JSON at line 1, byte 7" },
        { "{\"a\":\"\\x\"}", "invalid JSON at line 1, byte 8" },
        { "{\"a\":\"\\u12\"}", "invalid JSON at line 1, byte 11" },
        { "{\n\"a\":\n?}", "invalid JSON at line 3, byte 1" },
        { "{} {}", "invalid JSON at line 1, byte 4" },
        { "{}x", "invalid JSON at line 1, byte 3" },
        { "{}//", "invalid JSON at line 1, byte 3" },
        { "/* */{}", "invalid JSON at line 1, byte 1" },
        { "[1,]", "invalid JSON at line 1, byte 4" },
        { " ", "invalid JSON at line 1, byte 2" },
        { "name: yaml", "invalid JSON at line 1, byte 2" },
        { "{\"name\":\"a\",\"name\":\"b\"}", "the key 'name' is given twice" },
        { "{\"name\":\"a\",\"\\u006eame\":\"b\"}", "the key 'name' is given twice" },
        { "{\"name\":\"\\ud800\"}", "a string that ends at byte 16 is not Unicode text" },
        { "{\"\\udc00\":\"\"}", "a string that ends at byte 10 is not Unicode text" },
    };

    [Theory]
    [MemberData(nameof(BrokenJson))]
    public async Task Broken_json_is_refused_by_every_route_with_the_fault_and_its_place(string body, string fault)
    {
        foreach (var path in new[] { "workflows", "v2/workflows", $"workflows/{_workflow}/instances", $"v2/instances/{_instance}/events" })
        {
            (await _api.PostAsync(path, body)).IsError(HttpStatusCode.BadRequest, "VALIDATION", $"unmarshalling json body: {fault}");
        }
    }

    [Theory]
    [InlineData(new byte[] { 0x7B, 0x22, 0xFF, 0x22, 0x3A, 0x31, 0x7D })]
    [InlineData(new byte[] { 0xC0, 0x80 })]
    [InlineData(new byte[] { 0x22, 0xED, 0xA0, 0x80, 0x22 })]
    [InlineData(new byte[] { 0x22, 0xE2, 0x82, 0x22 })]
    [InlineData(new byte[] { 0xFF, 0xFE, 0x7B, 0x00, 0x7D, 0x00 })]
    public async Task Bytes_that_are_not_utf8_are_refused(byte[] body)
    {
        foreach (var path in new[] { "workflows", $"v2/workflows/{_workflow}/instances", $"instances/{_instance}/events" })
        {
            (await _api.SendAsync(HttpMethod.Post, path, ApiClient.Content(body)))
                .IsError(HttpStatusCode.BadRequest, "VALIDATION", "unmarshalling json body: the body is not valid UTF-8");
        }

        (await _api.SendAsync(HttpMethod.Post, "workflows", ApiClient.Content(body, Yaml)))
            .IsError(HttpStatusCode.BadRequest, "VALIDATION", "unmarshalling yaml: the body is not valid UTF-8");
    }

    [Theory]
    [InlineData(Json, "", "unmarshalling json body: the body is empty")]
    [InlineData(Json, "null", "unmarshalling workflow data: expected object but was null")]
    [InlineData(Json, "[]", "unmarshalling workflow data: expected object but was array")]
    [InlineData(Json, "\"x\"", "unmarshalling workflow data: expected object but was string")]
    [InlineData(Json, "1", "unmarshalling workflow data: expected object but was number")]
    [InlineData(Json, """{"name":1}""", "unmarshalling workflow data: name: expected string but was number")]
    [InlineData(Json, """{"name":{}}""", "unmarshalling workflow data: name: expected string but was object")]
    [InlineData(Json, """{"stages":{}}""", "unmarshalling workflow data: stages: expected array but was object")]
    [InlineData(Json, """{"stages":"x"}""", "unmarshalling workflow data: stages: expected array but was string")]
    [InlineData(Json, """{"stages":[1]}""", "unmarshalling workflow data: stages[0]: expected object but was number")]
    [InlineData(Json, """{"stages":[null]}""", "unmarshalling workflow data: stages[0]: expected object but was null")]
    [InlineData(Json, """{"stages":[{}]}""", "stages[0]: empty specification")]
    [InlineData(Json, """{"stages":[{"noop":{},"delay":{}}]}""", "stages[0]: a specification should have only one name but has 'noop', 'delay'")]
    [InlineData(Yaml, "", "unmarshalling yaml: the body is empty")]
    [InlineData(Yaml, "# nothing", "unmarshalling yaml: the body is empty")]
    [InlineData(Yaml, "---", "unmarshalling workflow data: expected object but was null")]
    [InlineData(Yaml, "just text", "unmarshalling workflow data: expected object but was string")]
    [InlineData(Yaml, "- a", "unmarshalling workflow data: expected object but was array")]
    [InlineData(Yaml, "name: 1", "unmarshalling workflow data: name: expected string but was number")]
    [InlineData(Yaml, "name: yes\nname: no", "unmarshalling yaml: line 2, column 1: the key 'name' is given twice")]
    [InlineData(Yaml, "a: &x [1]\nb: *x", "unmarshalling yaml: line 2, column 4: aliases are not supported")]
    [InlineData(Yaml, "<<: {name: x}", "unmarshalling yaml: line 1, column 1: merge keys are not supported")]
    [InlineData(Yaml, "? [a]\n: b", "unmarshalling yaml: line 1, column 3: a key must be a plain text")]
    [InlineData(Yaml, "name: !!binary eA==", "unmarshalling yaml: line 1, column 7: the value 'eA==' cannot be written as JSON")]
    [InlineData(Yaml, "name: !!int x", "unmarshalling yaml: line 1, column 7: the value 'x' cannot be written as JSON")]
    [InlineData(Yaml, "name: .nan", "unmarshalling yaml: line 1, column 7: the value '.nan' cannot be written as JSON")]
    [InlineData(Yaml, "name: -.INF", "unmarshalling yaml: line 1, column 7: the value '-.INF' cannot be written as JSON")]
    [InlineData(Yaml, "stages: !custom [1]", "unmarshalling yaml: line 1, column 9: the tag '!custom' is not supported")]
    public async Task A_definition_of_the_wrong_shape_is_refused(string contentType, string body, string message)
    {
        foreach (var path in new[] { "workflows", "v2/workflows" })
        {
            (await _api.PostAsync(path, body, contentType)).IsError(HttpStatusCode.BadRequest, "VALIDATION", message);
        }
    }

    [Theory]
    [InlineData("a: b: c")]
    [InlineData("a: [1")]
    [InlineData("a: {b")]
    [InlineData("a: 'x")]
    [InlineData("a: \"\\q\"")]
    [InlineData("a: *missing")]
    [InlineData("a:\n  - b\n c: d")]
    [InlineData("%YAML 9.9\n---\na: b")]
    [InlineData("a: @b")]
    [InlineData("a: `b")]
    [InlineData("]")]
    [InlineData("!<tag:yaml.org,2002:str")]
    [InlineData("a: \"\\ud800\"")]
    public async Task Broken_yaml_is_refused_with_its_place(string body)
    {
        var answer = await _api.PostAsync("workflows", body, Yaml);

        Assert.Equal((HttpStatusCode.BadRequest, "VALIDATION"), (answer.Status, answer.ErrorCode));
        Assert.Matches(@"^unmarshalling yaml: line \d+, column \d+: \S", answer.ErrorMessage);
    }

    [Theory]
    [InlineData("null", "expected an object but was null")]
    [InlineData("[]", "expected an object but was an array")]
    [InlineData("\"x\"", "expected an object but was a string")]
    [InlineData("1", "expected an object but was a number")]
    [InlineData("true", "expected an object but was a boolean")]
    [InlineData("""{"a":"b","n":1}""", "variable 'n': expected a string but was a number")]
    [InlineData("""{"n":1.5e3}""", "variable 'n': expected a string but was a number")]
    [InlineData("""{"n":true}""", "variable 'n': expected a string but was a boolean")]
    [InlineData("""{"n":null}""", "variable 'n': expected a string but was null")]
    [InlineData("""{"n":["x"]}""", "variable 'n': expected a string but was an array")]
    [InlineData("""{"n":{"x":"y"}}""", "variable 'n': expected a string but was an object")]
    [InlineData("""{"":{}}""", "variable '': expected a string but was an object")]
    public async Task Variables_that_are_not_an_object_of_strings_are_refused(string body, string message)
    {
        foreach (var version in new[] { "", "v2/" })
        {
            (await _api.PostAsync($"{version}workflows/{_workflow}/instances", body))
                .IsError(HttpStatusCode.BadRequest, "VALIDATION", $"unmarshalling json body: {message}");
        }
    }

    [Theory]
    [InlineData("", "the body is empty")]
    [InlineData("null", "expected an object but was null")]
    [InlineData("[]", "expected an object but was an array")]
    [InlineData("\"go\"", "expected an object but was a string")]
    [InlineData("{}", "name: missing event name")]
    [InlineData("""{"Name":"go"}""", "name: missing event name")]
    [InlineData("""{"name":""}""", "name: missing event name")]
    [InlineData("""{"name":null}""", "name: missing event name")]
    [InlineData("""{"name":1}""", "name: expected a string but was a number")]
    [InlineData("""{"name":["go"]}""", "name: expected a string but was an array")]
    public async Task An_event_without_a_name_is_refused(string body, string message)
    {
        foreach (var version in new[] { "", "v2/" })
        {
            (await _api.PostAsync($"{version}instances/{_instance}/events", body))
                .IsError(HttpStatusCode.BadRequest, "VALIDATION", $"unmarshalling json body: {message}");
        }
    }

    [Theory]
    [InlineData("workflows", 32, true)]
    [InlineData("workflows", 33, false)]
    [InlineData("workflows", 100_000, false)]
    [InlineData("variables", 100_000, false)]
    [InlineData("events", 64, true)]
    [InlineData("events", 65, false)]
    [InlineData("events", 30_000, false)]
    public async Task Nesting_has_a_deepest_level(string route, int depth, bool accepted)
    {
        var (path, most) = route switch
        {
            "workflows" => ("workflows", 32),
            "variables" => ($"workflows/{_workflow}/instances", 64),
            _ => ($"instances/{_instance}/events", 64),
        };
        var nested = $"{new string('[', depth - 1)}{new string(']', depth - 1)}";
        var body = $$"""{"name":"go","x":{{nested}}}""";
        if (body.Length > 64 * 1024 && route != "workflows")
        {
            body = body[..(64 * 1024)];
        }

        var answer = await _api.PostAsync(path, body);

        if (accepted)
        {
            Assert.True((int)answer.Status < 300, answer.Text);
        }
        else
        {
            answer.IsError(HttpStatusCode.BadRequest, "VALIDATION", $"unmarshalling json body: nested deeper than {most} levels");
        }
    }

    [Theory]
    [InlineData("[", 33)]
    [InlineData("[", 200_000)]
    [InlineData("{a: ", 33)]
    [InlineData("{a: ", 60_000)]
    [InlineData("- ", 33)]
    [InlineData("- ", 100_000)]
    [InlineData("? ", 100_000)]
    public async Task Nesting_of_yaml_has_a_deepest_level(string opening, int depth)
    {
        var body = string.Concat(Enumerable.Repeat(opening, depth));

        var answer = await _api.PostAsync("workflows", body, Yaml);

        Assert.Equal((HttpStatusCode.BadRequest, "VALIDATION"), (answer.Status, answer.ErrorCode));
        Assert.StartsWith("unmarshalling yaml: line 1, column ", answer.ErrorMessage, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("workflows", 256 * 1024)]
    [InlineData("v2/workflows", 256 * 1024)]
    [InlineData("workflows/{0}/instances", 64 * 1024)]
    [InlineData("v2/workflows/{0}/instances", 64 * 1024)]
    [InlineData("instances/{1}/events", 64 * 1024)]
    [InlineData("v2/instances/{1}/events", 64 * 1024)]
    public async Task A_body_has_a_largest_size_whether_it_tells_its_length_or_comes_in_chunks(string route, int bytesMax)
    {
        var path = string.Format(System.Globalization.CultureInfo.InvariantCulture, route, _workflow, _instance);
        var fits = Encoding.UTF8.GetBytes("""{"name":"x"}""".PadRight(bytesMax));
        var over = Encoding.UTF8.GetBytes("""{"name":"x"}""".PadRight(bytesMax + 1));
        var message = $"the body is larger than {bytesMax} bytes";
        using var chunked = new PushContent(over);
        using var fitsChunked = new PushContent(fits);
        using var huge = new PushContent(new byte[20 * bytesMax]);

        Assert.True((int)(await _api.SendAsync(HttpMethod.Post, path, ApiClient.Content(fits))).Status < 300);
        Assert.True((int)(await _api.SendAsync(HttpMethod.Post, path, fitsChunked)).Status < 300);
        (await _api.SendAsync(HttpMethod.Post, path, ApiClient.Content(over))).IsError(HttpStatusCode.RequestEntityTooLarge, "VALIDATION", message);
        (await _api.SendAsync(HttpMethod.Post, path, chunked)).IsError(HttpStatusCode.RequestEntityTooLarge, "VALIDATION", message);
        (await _api.SendAsync(HttpMethod.Post, path, huge)).IsError(HttpStatusCode.RequestEntityTooLarge, "VALIDATION", message);
    }

    [Fact]
    public async Task A_small_document_of_many_aliases_is_refused_at_once()
    {
        var bomb = new StringBuilder("a0: &a0 [x,x,x,x,x,x,x,x,x]\n");
        for (var i = 1; i < 30; i++)
        {
            bomb.Append(System.Globalization.CultureInfo.InvariantCulture, $"a{i}: &a{i} [{string.Join(',', Enumerable.Repeat($"*a{i - 1}", 9))}]\n");
        }

        var answer = await _api.PostAsync("workflows", bomb.ToString(), Yaml);

        answer.IsError(HttpStatusCode.BadRequest, "VALIDATION", "unmarshalling yaml: line 2, column 10: aliases are not supported");
    }
}
