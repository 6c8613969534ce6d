using System.Net;
using System.Text;
using System.Text.Json;
using Sluice.Sandbox.Auth;

namespace Sluice.Sandbox.Tests.Auth;

/// <summary>Clients of one sandbox that has a configured client; each test makes clients of its own.</summary>
public sealed class ClientTests(ClientTests.Shared shared) : IClassFixture<ClientTests.Shared>
{
    private const string Path = "/api/auth/clients";
    private const string Id = "flows";
    private const string Secret = "s3cret";

    private readonly SandboxApp _app = shared.App;

    [Fact]
    public async Task A_client_can_be_created_read_listed_changed_and_deleted()
    {
        var options = """
            {"name":"Ann","description":"for Ann","public":true,"trusted":true,"redirectUris":["https://a.test/x"],
            "postLogoutRedirectUris":["https://a.test/y"],"scopes":["ledger:read","ledger:write"],"metadata":{"a":"b"}}
            """;
        var created = (await SendAsync(HttpMethod.Post, Path, options)).Require(HttpStatusCode.Created);
        var id = created.Data.GetProperty("id").GetString()!;
        var path = $"{Path}/{id}";

        Assert.Equal(
            $$$"""{"data":{"id":"{{{id}}}","name":"Ann","description":"for Ann","public":true,"trusted":true,"redirectUris":["https://a.test/x"],"postLogoutRedirectUris":["https://a.test/y"],"scopes":["ledger:read","ledger:write"],"metadata":{"a":"b"},"secrets":[]}}""",
            created.Body);
        Assert.Equal(created.Body, (await SendAsync(HttpMethod.Get, path)).Require(HttpStatusCode.OK).Body);
        Assert.Equal(created.Data.GetRawText(), (await FindAsync(id))?.GetRawText());

        var changed = (await SendAsync(HttpMethod.Put, path, """{"name":"Bob"}""")).Require(HttpStatusCode.OK);
        Assert.Equal(
            $$$"""{"data":{"id":"{{{id}}}","name":"Bob","description":"","public":false,"trusted":false,"redirectUris":[],"postLogoutRedirectUris":[],"scopes":[],"metadata":{},"secrets":[]}}""",
            changed.Body);
        Assert.Equal(changed.Body, (await SendAsync(HttpMethod.Get, path)).Body);

        Assert.Equal("", (await SendAsync(HttpMethod.Delete, path)).Require(HttpStatusCode.NoContent).Body);
        (await SendAsync(HttpMethod.Get, path)).RequireError(HttpStatusCode.NotFound, "NOT_FOUND");
        Assert.Null(await FindAsync(id));
    }

    [Fact]
    public async Task A_secret_is_shown_once_and_its_client_gets_tokens_with_it()
    {
        var id = await CreateAsync();
        var created = (await SendAsync(HttpMethod.Post, $"{Path}/{id}/secrets", """{"name":"first","metadata":{"a":"b"}}"""))
            .Require(HttpStatusCode.OK);
        var value = created.Data.GetProperty("clear").GetString()!;

        Assert.Equal("no-store", created.Headers["Cache-Control"]);
        Assert.Matches("^[0-9a-f]{64}$", value);
        var read = await SendAsync(HttpMethod.Get, $"{Path}/{id}");
        Assert.Equal(
            $$$"""[{"id":"{{{created.Data.GetProperty("id").GetString()}}}","name":"first","lastDigits":"{{{value[^4..]}}}","metadata":{"a":"b"}}]""",
            read.Data.GetProperty("secrets").GetRawText());
        Assert.DoesNotContain(value, read.Body + (await SendAsync(HttpMethod.Get, Path)).Body, StringComparison.Ordinal);
        Assert.Equal(
            read.Data.GetProperty("secrets").GetRawText(),
            (await SendAsync(HttpMethod.Put, $"{Path}/{id}", """{"name":"other"}""")).Data.GetProperty("secrets").GetRawText());

        var token = (await _app.TokenAsync(id, value, "ledger:read")).Require(HttpStatusCode.OK).Json.GetProperty("access_token").GetString()!;
        Assert.Equal(id, (await _app.VerifyAsync(token)).GetProperty("client_id").GetString());
        (await _app.BasicAsync($"{id}:{value}")).Require(HttpStatusCode.OK);
        (await _app.TokenAsync(Id, Secret)).Require(HttpStatusCode.OK);
        await RequireNoTokenAsync(id, value[..^1]);
        await RequireNoTokenAsync(id, Secret);
        await RequireNoTokenAsync(Id, value);
        await RequireNoTokenAsync(await CreateAsync(), value);
    }

    [Fact]
    public async Task A_deleted_secret_gets_no_token_and_the_others_still_do()
    {
        var id = await CreateAsync();
        var first = await CreateSecretAsync(id);
        var second = await CreateSecretAsync(id);
        (await _app.TokenAsync(id, first.Value)).Require(HttpStatusCode.OK);

        (await SendAsync(HttpMethod.Delete, $"{Path}/{await CreateAsync()}/secrets/{first.Id}")).RequireError(HttpStatusCode.NotFound, "NOT_FOUND");
        (await SendAsync(HttpMethod.Delete, $"{Path}/{id}/secrets/{first.Id}")).Require(HttpStatusCode.NoContent);

        await RequireNoTokenAsync(id, first.Value);
        (await _app.TokenAsync(id, second.Value)).Require(HttpStatusCode.OK);
        (await SendAsync(HttpMethod.Delete, $"{Path}/{id}/secrets/{first.Id}")).RequireError(HttpStatusCode.NotFound, "NOT_FOUND");

        (await SendAsync(HttpMethod.Delete, $"{Path}/{id}")).Require(HttpStatusCode.NoContent);
        await RequireNoTokenAsync(id, second.Value);
    }

    [Fact]
    public async Task Clients_and_secrets_outlive_a_restart_and_no_file_has_a_secret()
    {
        await using var app = await SandboxApp.StartAsync(auth: new AuthOptions { Client = new ClientCredentials(Id, Secret) });
        var id = await CreateAsync(app);
        var secret = await CreateSecretAsync(id, app);
        var listed = (await SendAsync(HttpMethod.Get, Path, app: app)).Require(HttpStatusCode.OK);

        await using var copy = await app.StartCopyAsync();
        await app.RestartAsync();

        foreach (var restarted in new[] { app, copy })
        {
            Assert.Equal(listed.Body, (await SendAsync(HttpMethod.Get, Path, app: restarted)).Body);
            (await restarted.TokenAsync(id, secret.Value)).Require(HttpStatusCode.OK);
        }

        await app.StopAsync();
        var files = Directory.GetFiles(app.DataDirectory).Concat(Directory.GetFiles(copy.DataDirectory)).ToList();
        var bytes = new List<byte>();
        foreach (var file in files)
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            var read = new byte[stream.Length];
            await stream.ReadExactlyAsync(read, TestContext.Current.CancellationToken);
            bytes.AddRange(read);
        }

        var text = Encoding.Latin1.GetString([.. bytes]);
        Assert.Contains(secret.Id, text, StringComparison.Ordinal);
        Assert.DoesNotContain(secret.Value, text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "the body must be a JSON object, found nothing")]
    [InlineData("[]", "the body must be a JSON object, found an array")]
    [InlineData("{", "the body is not valid JSON")]
    [InlineData("{}", "name is missing")]
    [InlineData("""{"name":7}""", "name must be a string, found a number")]
    [InlineData("""{"name":""}""", "name must be 1 to 1024 characters")]
    [InlineData("""{"name":"a\nb"}""", "name must be 1 to 1024 characters, none of them control characters")]
    [InlineData("""{"name":"a","description":[]}""", "description must be a string, found an array")]
    [InlineData("""{"name":"a","public":"yes"}""", "public must be true or false, found a string")]
    [InlineData("""{"name":"a","trusted":1}""", "trusted must be true or false, found a number")]
    [InlineData("""{"name":"a","redirectUris":"x"}""", "redirectUris must be an array, found a string")]
    [InlineData("""{"name":"a","postLogoutRedirectUris":["x",""]}""", "postLogoutRedirectUris[1] must be 1 to 1024 characters")]
    [InlineData("""{"name":"a","scopes":["x",null]}""", "scopes[1] must be a string, found null")]
    [InlineData("""{"name":"a","metadata":{"k":1}}""", "metadata[k] must be a string, found a number")]
    public async Task A_client_that_breaks_a_rule_is_refused(string? body, string message)
    {
        var path = $"{Path}/{await CreateAsync()}";
        var before = (await SendAsync(HttpMethod.Get, path)).Body;

        foreach (var answer in new[] { await SendAsync(HttpMethod.Post, Path, body), await SendAsync(HttpMethod.Put, path, body) })
        {
            Assert.StartsWith(message, answer.RequireError(HttpStatusCode.BadRequest, "VALIDATION").ErrorMessage, StringComparison.Ordinal);
        }

        Assert.Equal(before, (await SendAsync(HttpMethod.Get, path)).Body);
    }

    [Theory]
    [InlineData(null, "the body must be a JSON object, found nothing")]
    [InlineData("{}", "name is missing")]
    [InlineData("""{"name":"a","metadata":7}""", "metadata must be a JSON object, found a number")]
    public async Task A_secret_that_breaks_a_rule_is_refused(string? body, string message)
    {
        var path = $"{Path}/{await CreateAsync()}";

        var answer = await SendAsync(HttpMethod.Post, $"{path}/secrets", body);

        Assert.Equal(message, answer.RequireError(HttpStatusCode.BadRequest, "VALIDATION").ErrorMessage);
        Assert.Equal("[]", (await SendAsync(HttpMethod.Get, path)).Data.GetProperty("secrets").GetRawText());
    }

    [Fact]
    public async Task What_is_larger_than_can_be_kept_is_refused()
    {
        var secrets = $"{Path}/{await CreateAsync()}/secrets";
        var scopes = string.Join(',', Enumerable.Repeat("\"x\"", 101));
        foreach (var (path, body, message) in new[]
        {
            (Path, $$$"""{"name":"a","scopes":[{{{scopes}}}]}""", "scopes must have at most 100 elements, found 101"),
            (Path, $$$"""{"name":"a","description":"{{{new string('x', 1025)}}}"}""", "description must be at most 1024 characters"),
            (Path, $$$"""{"name":"a","metadata":{"k":"{{{new string('x', 16384)}}}"}}""", "the body must be at most 16384 characters"),
            (secrets, $$$"""{"name":"a","metadata":{"k":"{{{new string('x', 4096)}}}"}}""", "the body must be at most 4096 characters"),
        })
        {
            var answer = (await SendAsync(HttpMethod.Post, path, body)).RequireError(HttpStatusCode.BadRequest, "VALIDATION");
            Assert.Equal(message, answer.ErrorMessage);
        }
    }

    [Theory]
    [InlineData("GET", "/nope", null)]
    [InlineData("PUT", "/nope", """{"name":"a"}""")]
    [InlineData("DELETE", "/nope", null)]
    [InlineData("POST", "/nope/secrets", """{"name":"a"}""")]
    [InlineData("DELETE", "/nope/secrets/nope", null)]
    public async Task A_client_that_does_not_exist_is_not_found(string method, string path, string? body)
    {
        var answer = await SendAsync(new HttpMethod(method), Path + path, body);

        Assert.Equal("client does not exist", answer.RequireError(HttpStatusCode.NotFound, "NOT_FOUND").ErrorMessage);
    }

    [Fact]
    public async Task One_client_or_secret_more_than_the_most_is_refused_until_one_is_deleted()
    {
        await using var app = await SandboxApp.StartAsync();
        var id = await CreateAsync(app);
        await Task.WhenAll(Enumerable.Range(1, 999).Select(_ => CreateAsync(app)));
        var secrets = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => CreateSecretAsync(id, app)));

        (await app.PostAsync(Path, """{"name":"more"}""")).RequireError(HttpStatusCode.Conflict, "CONFLICT");
        (await app.PostAsync($"{Path}/{id}/secrets", """{"name":"more"}""")).RequireError(HttpStatusCode.Conflict, "CONFLICT");
        Assert.Equal(1000, (await app.GetAsync(Path)).Data.GetArrayLength());
        Assert.Equal(100, (await app.GetAsync($"{Path}/{id}")).Data.GetProperty("secrets").GetArrayLength());
        Assert.Equal(100, secrets.Select(secret => secret.Value).Distinct().Count());

        (await app.SendAsync(HttpMethod.Delete, $"{Path}/{id}/secrets/{secrets[50].Id}")).Require(HttpStatusCode.NoContent);
        (await app.PostAsync($"{Path}/{id}/secrets", """{"name":"more"}""")).Require(HttpStatusCode.OK);
        (await app.SendAsync(HttpMethod.Delete, $"{Path}/{id}")).Require(HttpStatusCode.NoContent);
        (await app.PostAsync(Path, """{"name":"more"}""")).Require(HttpStatusCode.Created);
    }

    [Fact]
    public async Task Without_a_configured_client_nothing_needs_a_token_and_any_pair_gets_one()
    {
        await using var app = await SandboxApp.StartAsync();

        (await app.GetAsync(Path)).Require(HttpStatusCode.OK);
        var id = await CreateAsync(app);
        (await app.TokenAsync(id, (await CreateSecretAsync(id, app)).Value)).Require(HttpStatusCode.OK);
        (await app.TokenAsync("anyone", "anything")).Require(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("GET", "/api/auth/clients")]
    [InlineData("POST", "/api/auth/clients")]
    [InlineData("GET", "/api/auth/clients/x")]
    [InlineData("PUT", "/api/auth/clients/x")]
    [InlineData("DELETE", "/api/auth/clients/x")]
    [InlineData("POST", "/api/auth/clients/x/secrets")]
    [InlineData("DELETE", "/api/auth/clients/x/secrets/x")]
    [InlineData("GET", "/api/auth/users")]
    [InlineData("GET", "/api/auth/users/x")]
    public async Task Whoever_could_create_a_client_needs_a_token_where_not_all_get_one(string method, string path)
    {
        var answer = (await _app.SendAsync(new HttpMethod(method), path, """{"name":"a"}""")).RequireError(HttpStatusCode.Unauthorized, "VALIDATION");

        Assert.StartsWith("Bearer", answer.Headers["WWW-Authenticate"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sandbox_that_demands_tokens_demands_them_for_clients_too()
    {
        await using var app = await SandboxApp.StartAsync(auth: new AuthOptions { RequiresToken = true });

        (await app.GetAsync(Path)).RequireError(HttpStatusCode.Unauthorized, "VALIDATION");
        (await SendAsync(HttpMethod.Get, Path, app: app)).Require(HttpStatusCode.OK);
    }

    [Fact]
    public async Task There_are_no_users()
    {
        Assert.Equal("""{"data":[]}""", (await SendAsync(HttpMethod.Get, "/api/auth/users")).Require(HttpStatusCode.OK).Body);
        (await SendAsync(HttpMethod.Get, "/api/auth/users/x")).RequireError(HttpStatusCode.NotFound, "NOT_FOUND");
    }

    [Theory]
    [InlineData("PATCH", "/api/auth/clients", "GET, POST")]
    [InlineData("POST", "/api/auth/clients/x", "GET, PUT, DELETE")]
    [InlineData("GET", "/api/auth/clients/x/secrets", "POST")]
    public async Task Another_method_is_refused(string method, string path, string allowed)
    {
        var answer = (await SendAsync(new HttpMethod(method), path)).RequireError(HttpStatusCode.MethodNotAllowed, "VALIDATION");

        Assert.EndsWith($"only {allowed}", answer.ErrorMessage, StringComparison.Ordinal);
    }

    private async Task<JsonElement?> FindAsync(string id) => (await SendAsync(HttpMethod.Get, Path)).Require(HttpStatusCode.OK).Data
        .EnumerateArray()
        .Where(client => client.GetProperty("id").GetString() == id)
        .Select(client => (JsonElement?)client)
        .SingleOrDefault();

    private async Task<string> CreateAsync(SandboxApp? app = null)
    {
        var created = await SendAsync(HttpMethod.Post, Path, """{"name":"a client"}""", app);
        return created.Require(HttpStatusCode.Created).Data.GetProperty("id").GetString()!;
    }

    private async Task<(string Id, string Value)> CreateSecretAsync(string client, SandboxApp? app = null)
    {
        var created = await SendAsync(HttpMethod.Post, $"{Path}/{client}/secrets", """{"name":"a secret"}""", app);
        var data = created.Require(HttpStatusCode.OK).Data;
        return (data.GetProperty("id").GetString()!, data.GetProperty("clear").GetString()!);
    }

    private async Task RequireNoTokenAsync(string id, string secret) =>
        Assert.Equal("""{"error":"invalid_client"}""", (await _app.TokenAsync(id, secret)).Require(HttpStatusCode.Unauthorized).Body);

    // Calls with a token of the configured client, which a sandbox that has none takes as well.
    private async Task<Answer> SendAsync(HttpMethod method, string path, string? body = null, SandboxApp? app = null)
    {
        app ??= _app;
        using var request = new HttpRequestMessage(method, path);
        var token = (await app.TokenAsync(Id, Secret)).Require(HttpStatusCode.OK).Json.GetProperty("access_token").GetString();
        request.Headers.Authorization = new("Bearer", token);
        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        }

        return await app.SendAsync(request);
    }

    public sealed class Shared : IAsyncLifetime
    {
        internal SandboxApp App { get; private set; } = null!;

        public async ValueTask InitializeAsync() =>
            App = await SandboxApp.StartAsync(auth: new AuthOptions { Client = new ClientCredentials(Id, Secret) });

        public ValueTask DisposeAsync() => App.DisposeAsync();
    }
}
