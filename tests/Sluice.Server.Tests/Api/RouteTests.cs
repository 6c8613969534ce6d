using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Sluice.Server.Tests.Api;

public sealed class RouteTests(RouteTests.SharedServer server) : IClassFixture<RouteTests.SharedServer>
{
    private readonly ApiClient _api = server.Client;

    [Theory]
    [InlineData("_info")]
    [InlineData("v2/_info")]
    [InlineData("_info/")]
    [InlineData("api/orchestration/_info")]
    [InlineData("api/orchestration/v2/_info/")]
    public async Task The_version_is_told_without_an_envelope(string path)
    {
        var answer = await _api.GetAsync(path);

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal(["version"], answer.Json.EnumerateObject().Select(member => member.Name));
        Assert.NotEmpty(answer.Json.GetProperty("version").GetString()!);
    }

    [Theory]
    [InlineData("_healthcheck")]
    [InlineData("api/orchestration/_healthcheck")]
    public async Task A_healthy_store_is_ok(string path)
    {
        var answer = await _api.GetAsync(path);

        Assert.Equal((HttpStatusCode.OK, """{"default":"OK"}"""), (answer.Status, answer.Text));
    }

    [Theory]
    [InlineData("")]
    [InlineData("api/orchestration/")]
    public async Task Every_route_is_served_with_and_without_the_stacks_prefix_and_a_trailing_slash(string prefix)
    {
        foreach (var version in new[] { "", "v2/" })
        {
            foreach (var slash in new[] { "", "/" })
            {
                var workflow = (await _api.PostAsync($"{prefix}{version}workflows{slash}", """{"stages":[{"wait_event":{"event":"go"}}]}""")).Data.GetProperty("id");
                var instance = (await _api.PostAsync($"{prefix}{version}workflows/{workflow}/instances{slash}", "")).Data.GetProperty("id");
                foreach (var path in new[]
                {
                    "workflows", $"workflows/{workflow}", "instances", $"instances/{instance}", $"instances/{instance}/history",
                    $"instances/{instance}/stages/0/history", "_info",
                })
                {
                    Assert.Equal(HttpStatusCode.OK, (await _api.GetAsync($"{prefix}{version}{path}{slash}")).Status);
                }

                var posted = await _api.PostAsync($"{prefix}{version}instances/{instance}/events{slash}", """{"name":"x"}""");
                Assert.Equal(HttpStatusCode.NoContent, posted.Status);
                Assert.Equal(HttpStatusCode.NoContent, (await _api.PutAsync($"{prefix}{version}instances/{instance}/abort{slash}")).Status);
                Assert.Equal(HttpStatusCode.NoContent, (await _api.DeleteAsync($"{prefix}{version}workflows/{workflow}{slash}")).Status);
            }
        }
    }

    [Theory]
    [InlineData("GET", "")]
    [InlineData("GET", "nothing")]
    [InlineData("POST", "nothing/here")]
    [InlineData("GET", "api/orchestration")]
    [InlineData("GET", "api/orchestration/nothing")]
    [InlineData("GET", "api/orchestration/api/orchestration/_info")]
    [InlineData("GET", "api/other")]
    [InlineData("GET", "v3/workflows")]
    [InlineData("GET", "v2/_healthcheck")]
    [InlineData("GET", "flows")]
    [InlineData("GET", "workflows//instances")]
    [InlineData("GET", "workflows/a/b/c")]
    [InlineData("GET", "workflows/%zz/x")]
    [InlineData("GET", "openapi/v3.json")]
    public async Task An_unknown_route_is_not_found(string method, string path)
    {
        var answer = await _api.SendAsync(new HttpMethod(method), path);

        answer.IsError(HttpStatusCode.NotFound, "NOT_FOUND", "there is no such route");
    }

    [Theory]
    [InlineData("PUT", "workflows", "GET, POST")]
    [InlineData("PATCH", "v2/workflows", "GET, POST")]
    [InlineData("POST", "workflows/x", "DELETE, GET")]
    [InlineData("GET", "workflows/x/instances", "POST")]
    [InlineData("DELETE", "v2/instances/x", "GET")]
    [InlineData("POST", "instances/x/abort", "PUT")]
    [InlineData("GET", "instances/x/events", "POST")]
    [InlineData("POST", "_info", "GET")]
    [InlineData("POST", "api/orchestration/_healthcheck", "GET")]
    [InlineData("OPTIONS", "workflows", "GET, POST")]
    [InlineData("BREW", "instances", "GET")]
    public async Task A_wrong_method_is_told_the_right_ones(string method, string path, string allowed)
    {
        using var http = new HttpClient { BaseAddress = server.Address };
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using var response = await http.SendAsync(request, ApiClient.Cancellation);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
        Assert.Equal(allowed, string.Join(", ", response.Content.Headers.Allow.Order(StringComparer.Ordinal)));
        var body = await response.Content.ReadAsStringAsync(ApiClient.Cancellation);
        Assert.StartsWith($$"""{"errorCode":"VALIDATION","errorMessage":"{{method}} is not allowed here, only """, body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_head_has_no_body()
    {
        using var http = new HttpClient { BaseAddress = server.Address };
        using var request = new HttpRequestMessage(HttpMethod.Head, "workflows");
        using var response = await http.SendAsync(request, ApiClient.Cancellation);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
    }

    [Theory]
    [InlineData("api/ledger/teapot", HttpStatusCode.OK, "teapot")]
    [InlineData("api/ledger/empty", HttpStatusCode.NotFound, "")]
    [InlineData("api/ledger/own", HttpStatusCode.NotFound, "mine")]
    [InlineData("api/ledger/anything/else", HttpStatusCode.NotFound, "theirs")]
    public async Task Routes_of_others_keep_their_answers(string path, HttpStatusCode status, string body)
    {
        using var http = new HttpClient { BaseAddress = server.Address };
        using var response = await http.GetAsync(new Uri(path, UriKind.Relative), ApiClient.Cancellation);

        Assert.Equal((status, body), (response.StatusCode, await response.Content.ReadAsStringAsync(ApiClient.Cancellation)));
    }

    /// <summary>A server that has routes of others.</summary>
    public sealed class SharedServer : ApiServer
    {
        protected override void Map(WebApplication app)
        {
            app.MapGet("/api/ledger/teapot", () => "teapot");
            app.MapGet("/api/ledger/empty", () => Results.NotFound());
            app.MapGet("/api/ledger/own", () => Results.Text("mine", statusCode: 404));
            app.MapFallback("/api/ledger/{**path}", () => Results.Text("theirs", statusCode: 404));
        }
    }
}
