using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using Sluice.Sandbox.Auth;

namespace Sluice.Sandbox.Tests.Auth;

/// <summary>Tokens of one sandbox: making its key takes longer than all else here.</summary>
public sealed class TokenTests(TokenTests.Shared shared) : IClassFixture<TokenTests.Shared>
{
    private const string Id = "flows";
    private const string Secret = "s3cr:t+ä/ %41";

    private readonly FakeTimeProvider _clock = shared.Clock;
    private readonly SandboxApp _app = shared.App;

    [Fact]
    public async Task A_token_is_signed_by_a_published_key_and_says_who_and_what_for()
    {
        var answer = (await _app.TokenAsync(Id, Secret, "openid ledger:read")).Require(HttpStatusCode.OK);
        var claims = await _app.VerifyAsync(answer.Json.GetProperty("access_token").GetString()!);

        Assert.Equal("Bearer", answer.Json.GetProperty("token_type").GetString());
        Assert.Equal(3600, answer.Json.GetProperty("expires_in").GetInt32());
        Assert.Equal("openid ledger:read", answer.Json.GetProperty("scope").GetString());
        Assert.Equal("no-store", answer.Headers["Cache-Control"]);
        Assert.Equal("openid ledger:read", claims.GetProperty("scope").GetString());
        Assert.Equal(Id, claims.GetProperty("sub").GetString());
        Assert.Equal(Id, claims.GetProperty("client_id").GetString());
        Assert.Equal(_clock.GetUtcNow().ToUnixTimeSeconds(), claims.GetProperty("iat").GetInt64());
        Assert.Equal(_clock.GetUtcNow().ToUnixTimeSeconds() + 3600, claims.GetProperty("exp").GetInt64());
        Assert.NotEmpty(claims.GetProperty("jti").GetString()!);
    }

    [Fact]
    public async Task The_discovery_document_leads_to_the_issuer_and_its_keys()
    {
        var document = (await _app.GetAsync("/api/auth/.well-known/openid-configuration")).Require(HttpStatusCode.OK).Json;
        var token = (await _app.TokenAsync(Id, Secret)).Json.GetProperty("access_token").GetString()!;
        var claims = await _app.VerifyAsync(token);

        var issuer = new Uri(_app.Http.BaseAddress!, "/api/auth").AbsoluteUri;
        Assert.Equal(issuer, document.GetProperty("issuer").GetString());
        Assert.Equal(issuer, claims.GetProperty("iss").GetString());
        Assert.False(claims.TryGetProperty("scope", out _));
        var keys = (await _app.GetAsync(document.GetProperty("jwks_uri").GetString()!)).Require(HttpStatusCode.OK).Json.GetProperty("keys");
        var key = Assert.Single(keys.EnumerateArray());
        Assert.Equal(
            ["kty", "use", "alg", "kid", "n", "e"], key.EnumerateObject().Select(member => member.Name));
        Assert.Equal(issuer + "/oauth/token", document.GetProperty("token_endpoint").GetString());
    }

    [Fact]
    public async Task Credentials_in_a_header_are_taken_as_they_are_or_escaped()
    {
        var plain = await _app.BasicAsync($"{Id}:{Secret}", "ledger:read");
        var escaped = await _app.BasicAsync($"{WebUtility.UrlEncode(Id)}:{WebUtility.UrlEncode(Secret)}");

        Assert.Equal("ledger:read", plain.Require(HttpStatusCode.OK).Json.GetProperty("scope").GetString());
        escaped.Require(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData(Id, "wrong")]
    [InlineData("other", Secret)]
    [InlineData(Id, "")]
    [InlineData("", Secret)]
    [InlineData("", "")]
    public async Task Wrong_credentials_get_no_token(string id, string secret)
    {
        foreach (var answer in new[] { await _app.TokenAsync(id, secret), await _app.BasicAsync($"{id}:{secret}") })
        {
            Assert.Equal("""{"error":"invalid_client"}""", answer.Require(HttpStatusCode.Unauthorized).Body);
            Assert.StartsWith("Basic", answer.Headers["WWW-Authenticate"], StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("%%%")]
    [InlineData("Og==")]
    [InlineData("bm9jb2xvbg==")]
    public async Task A_header_that_holds_no_credentials_gets_no_token(string parameter)
    {
        var answer = await _app.SendFormAsync(
            new AuthenticationHeaderValue("Basic", parameter),
            ("grant_type", AuthDriver.Grant), ("client_id", Id), ("client_secret", Secret));

        Assert.Equal("""{"error":"invalid_client"}""", answer.Require(HttpStatusCode.Unauthorized).Body);
    }

    [Theory]
    [InlineData("password", """{"error":"unsupported_grant_type"}""")]
    [InlineData("authorization_code", """{"error":"unsupported_grant_type"}""")]
    [InlineData(null, """{"error":"invalid_request"}""")]
    public async Task Another_grant_is_not_supported(string? grant, string body)
    {
        var answer = await _app.PostFormAsync(("grant_type", grant), ("client_id", Id), ("client_secret", Secret));

        Assert.Equal(body, answer.Require(HttpStatusCode.BadRequest).Body);
    }

    [Theory]
    [InlineData("application/json", """{"grant_type":"client_credentials"}""")]
    [InlineData("text/plain", "grant_type=client_credentials")]
    [InlineData("application/x-www-form-urlencoded-not", "grant_type=client_credentials")]
    [InlineData("multipart/form-data", "grant_type=client_credentials")]
    [InlineData("application/x-www-form-urlencoded", null)]
    public async Task What_is_no_form_of_a_reasonable_size_is_refused(string type, string? body)
    {
        body ??= $"grant_type=client_credentials&scope={new string('x', 5000)}";
        using var request = new HttpRequestMessage(HttpMethod.Post, AuthDriver.TokenPath)
        {
            Content = new StringContent(body, Encoding.UTF8, type),
        };

        Assert.Equal("""{"error":"invalid_request"}""", (await _app.SendAsync(request)).Require(HttpStatusCode.BadRequest).Body);
    }

    [Fact]
    public async Task A_token_outlives_a_restart_and_its_key_stays_the_same()
    {
        var token = (await _app.TokenAsync(Id, Secret)).Json.GetProperty("access_token").GetString()!;
        var keys = (await _app.GetAsync("/api/auth/keys")).Body;

        await _app.RestartAsync();

        Assert.Equal(keys, (await _app.GetAsync("/api/auth/keys")).Body);
        await _app.VerifyAsync(token);
    }

    [Fact]
    public async Task Callers_at_once_get_tokens_of_one_key()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => _app.TokenAsync(Id, Secret)));

        var claims = new List<string>();
        foreach (var answer in answers)
        {
            var verified = await _app.VerifyAsync(answer.Require(HttpStatusCode.OK).Json.GetProperty("access_token").GetString()!);
            claims.Add(verified.GetProperty("jti").GetString()!);
        }

        Assert.Equal(16, claims.Distinct().Count());
    }

    [Theory]
    [InlineData("GET", "/api/auth/nope", HttpStatusCode.NotFound, "NOT_FOUND")]
    [InlineData("GET", "/api/auth/oauth/token", HttpStatusCode.MethodNotAllowed, "VALIDATION")]
    public async Task Other_paths_and_methods_are_refused_as_everywhere(string method, string path, HttpStatusCode status, string code) =>
        (await _app.SendAsync(new HttpMethod(method), path)).RequireError(status, code);

    [Fact]
    public async Task The_service_tells_its_version_and_that_it_is_well()
    {
        Assert.Equal("""{"version":"v2.4.0"}""", (await _app.GetAsync("/api/auth/_info")).Require(HttpStatusCode.OK).Body);
        Assert.Equal("""{"default":"OK"}""", (await _app.GetAsync("/api/auth/_healthcheck")).Require(HttpStatusCode.OK).Body);
    }

    public sealed class Shared : IAsyncLifetime
    {
        internal FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2024, 6, 1, 12, 0, 0, TimeSpan.Zero));

        internal SandboxApp App { get; private set; } = null!;

        public async ValueTask InitializeAsync() =>
            App = await SandboxApp.StartAsync(Clock, auth: new AuthOptions { Client = new ClientCredentials(Id, Secret) });

        public ValueTask DisposeAsync() => App.DisposeAsync();
    }
}
