using System.Text;
using CsCheck;

namespace Sluice.Server.Tests.Api;

[Collection(nameof(SharedApi))]
public sealed class FuzzTests(ApiServer server)
{
    private const string Definition =
        """{"name":"n","stages":[{"send":{"source":{"account":{"id":"a","ledger":"l","allowOverdraft":true}},"destination":{"wallet":{"name":"w"}},"amount":{"amount":100,"asset":"USD/2"},"timestamp":"2024-01-01T00:00:00Z"}},{"delay":{"duration":"1s"}},{"delay":{"until":"2024-01-01T00:00:00Z"}},{"wait_event":{"event":"${e}"}},{"update":{"account":{"id":"a","metadata":{"k":"v"}}}},{"noop":{}}]}""";

    private const string Yaml = "name: n\nstages:\n  - send: {source: {account: {id: a}}, destination: {account: {id: b}}, amount: {amount: 1, asset: X}}\n  - delay:\n      duration: 1s\n  - wait_event: {event: \"x\"}\n";

    private static readonly string[] Tokens =
    [
        "{", "}", "[", "]", ":", ",", "\"", "null", "true", "1e999999999", "-0", "0.1", "123456789012345678901234567890", "\\ud800", "\\u0000",
        "\"stages\"", "\"send\"", "\"${x}\"", "\"\"", "\n", "&a ", "*a", "- ", "? ", "!!int ", "| ", "'", "#", "\t", "---\n", "...\n", "%", "é", "😀",
    ];

    private static readonly Gen<byte[]> Noise = Gen.Byte.Array[0, 200];

    private static Gen<byte[]> Mutations(string seed) =>
        Gen.Select(Gen.Int[0, seed.Length], Gen.Int[0, 12], Gen.OneOf(Tokens)).Array[1, 4].Select(edits =>
        {
            var text = new StringBuilder(seed);
            foreach (var (position, length, token) in edits)
            {
                var at = Math.Min(position, text.Length);
                text.Remove(at, Math.Min(length, text.Length - at)).Insert(at, token);
            }

            return Encoding.UTF8.GetBytes(text.ToString());
        });

    [Fact]
    public async Task No_body_makes_the_server_fail()
    {
        var api = server.Client;
        var workflow = await api.CreateAsync("""[{"wait_event":{"event":"go"}}]""");
        var instance = await api.RunAsync(workflow);
        var requests = Gen.OneOf(
            Route("POST", "workflows", "application/json", Definition),
            Route("POST", "v2/workflows", "application/yaml", Yaml),
            Route("POST", "workflows", "text/vnd.yaml", Definition),
            Route("POST", $"v2/workflows/{workflow}/instances", "application/json", """{"a":"b","c":"é"}"""),
            Route("POST", $"instances/{instance}/events", "application/json", """{"name":"x","payload":{"a":[1,2.5,null]}}"""),
            Route("PUT", $"instances/{Guid.NewGuid()}/abort", "application/json", "{}"));

        await requests.SampleAsync(
            async request =>
            {
                var answer = await api.SendAsync(new HttpMethod(request.Method), request.Path, ApiClient.Content(request.Body, request.ContentType));

                Assert.True((int)answer.Status < 500, $"{(int)answer.Status} {answer.Text}");
                if ((int)answer.Status >= 400)
                {
                    Assert.DoesNotContain("System.", answer.ErrorMessage, StringComparison.Ordinal);
                    Assert.DoesNotContain("Exception", answer.ErrorMessage, StringComparison.Ordinal);
                }
            },
            iter: 3_000,
            threads: 1);
    }

    [Fact]
    public async Task No_path_or_query_makes_the_server_fail()
    {
        var api = server.Client;
        var segment = Gen.OneOf(
            Gen.OneOf("workflows", "instances", "v2", "stages", "history", "events", "abort", "_info", "api", "orchestration", "..", "0"),
            Gen.String[0, 12].Select(Uri.EscapeDataString),
            Gen.OneOf("%", "%2", "%zz", "%2F", "%00", "%FF", "%C3%28", "%7B0%7D", "{", ";", "@", "a%20b"));
        var query = Gen.OneOf(
            Gen.Const(""),
            Gen.Select(
                Gen.OneOf("cursor", "pageSize", "workflowID", "running", "wait"),
                Gen.String[0, 80].Select(Uri.EscapeDataString),
                (name, value) => $"?{name}={value}"));

        await Gen.Select(Gen.OneOf("GET", "POST", "PUT", "DELETE"), segment.Array[1, 6], query).SampleAsync(
            async request =>
            {
                using var client = new System.Net.Sockets.TcpClient();
                await client.ConnectAsync(server.Address.Host, server.Address.Port);
                var stream = client.GetStream();
                var (method, segments, parameters) = request;
                await stream.WriteAsync(Encoding.ASCII.GetBytes(
                    $"{method} /{string.Join('/', segments)}{parameters} HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"));
                using var reader = new StreamReader(stream);
                var status = await reader.ReadLineAsync();

                Assert.Matches("^HTTP/1.1 [234]", status);
            },
            iter: 2_000,
            threads: 1);
        Assert.Equal(System.Net.HttpStatusCode.OK, (await api.GetAsync("_info")).Status);
    }

    private static Gen<(string Method, string Path, string ContentType, byte[] Body)> Route(
        string method, string path, string contentType, string seed) =>
        Gen.Frequency((1, Noise), (6, Mutations(seed))).Select(body => (method, path, contentType, body));
}
