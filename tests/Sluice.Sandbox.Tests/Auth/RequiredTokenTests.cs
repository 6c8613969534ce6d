using System.Net;
using Microsoft.Extensions.Time.Testing;
using Sluice.Sandbox.Auth;

namespace Sluice.Sandbox.Tests.Auth;

/// <summary>Calls to one sandbox that demands tokens; each test gets tokens of its own.</summary>
public sealed class RequiredTokenTests(RequiredTokenTests.Shared shared) : IClassFixture<RequiredTokenTests.Shared>
{
    private readonly FakeTimeProvider _clock = shared.Clock;
    private readonly SandboxApp _app = shared.App;

    public static TheoryData<string> Protected =>
        ["/api/ledger/v2", "/api/ledger/default/accounts", "/api/ledger/v2/default/accounts/_info", "/api/ledger/nope", "/api/payments/payments", "/api/payments/nope"];

    [Theory]
    [MemberData(nameof(Protected))]
    public async Task A_call_without_a_valid_token_is_refused(string path)
    {
        var token = await TokenAsync();
        var tampered = token[..^6] + (token[^6] == 'A' ? 'B' : 'A') + token[^5..];
        var unsigned = "eyJhbGciOiJub25lIn0." + token.Split('.')[1] + ".";

        foreach (var authorization in new[] { null, "Bearer", "Bearer ", "Bearer nonsense", $"Basic {token}", $"Bearer {tampered}", $"Bearer {unsigned}", $"Bearer {token} {token}" })
        {
            var answer = (await _app.GetWithAsync(path, authorization)).RequireError(HttpStatusCode.Unauthorized, "VALIDATION");
            Assert.StartsWith("Bearer", answer.Headers["WWW-Authenticate"], StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("/api/ledger/v2")]
    [InlineData("/api/ledger/default/accounts")]
    [InlineData("/api/payments/payments")]
    public async Task A_call_with_a_token_is_served(string path)
    {
        var token = await TokenAsync();

        (await _app.GetWithAsync(path, $"Bearer {token}")).Require(HttpStatusCode.OK);
        (await _app.GetWithAsync(path, $"bearer {token}")).Require(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_refused_call_changes_nothing()
    {
        (await _app.TransactAsync(SandboxApp.Move("world", "users:1", "100"))).RequireError(HttpStatusCode.Unauthorized, "VALIDATION");

        var stats = await _app.GetWithAsync("/api/ledger/v2/default/stats", $"Bearer {await TokenAsync()}");
        Assert.Equal("""{"data":{"accounts":0,"transactions":0}}""", stats.Body);
    }

    [Fact]
    public async Task A_token_expires()
    {
        var token = await TokenAsync();

        _clock.Advance(TimeSpan.FromSeconds(299));
        (await _app.GetWithAsync("/api/ledger/v2", $"Bearer {token}")).Require(HttpStatusCode.OK);
        _clock.Advance(TimeSpan.FromSeconds(1));
        (await _app.GetWithAsync("/api/ledger/v2", $"Bearer {token}")).RequireError(HttpStatusCode.Unauthorized, "VALIDATION");
    }

    [Fact]
    public async Task A_token_is_valid_after_a_restart_on_another_port()
    {
        var token = await TokenAsync();

        await _app.RestartAsync();

        (await _app.GetWithAsync("/api/ledger/v2", $"Bearer {token}")).Require(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_token_of_another_sandbox_is_refused()
    {
        await using var other = await SandboxApp.StartAsync(_clock);
        var token = (await other.TokenAsync("any", "secret")).Json.GetProperty("access_token").GetString();

        (await _app.GetWithAsync("/api/ledger/v2", $"Bearer {token}")).RequireError(HttpStatusCode.Unauthorized, "VALIDATION");
    }

    [Theory]
    [InlineData("/versions")]
    [InlineData("/api/ledger/_info")]
    [InlineData("/api/ledger/v2/_info")]
    [InlineData("/api/ledger/_healthcheck")]
    [InlineData("/api/payments/_info")]
    [InlineData("/api/payments/_healthcheck")]
    [InlineData("/api/auth/keys")]
    [InlineData("/api/auth/.well-known/openid-configuration")]
    [InlineData("/neighbour")]
    public async Task What_says_nothing_of_money_needs_no_token(string path) =>
        (await _app.GetAsync(path)).Require(HttpStatusCode.OK);

    [Fact]
    public async Task The_stack_lists_its_services()
    {
        var versions = (await _app.GetAsync("/versions")).Json.GetProperty("versions").EnumerateArray();

        Assert.Equal(["auth", "ledger", "payments", "wallets"], versions.Select(service => service.GetProperty("name").GetString()).Order());
    }

    private async Task<string> TokenAsync()
    {
        var answer = (await _app.TokenAsync("any", "secret")).Require(HttpStatusCode.OK).Json;
        Assert.Equal(300, answer.GetProperty("expires_in").GetInt32());
        return answer.GetProperty("access_token").GetString()!;
    }

    public sealed class Shared : IAsyncLifetime
    {
        internal FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2024, 6, 1, 12, 0, 0, TimeSpan.Zero));

        internal SandboxApp App { get; private set; } = null!;

        public async ValueTask InitializeAsync() => App = await SandboxApp.StartAsync(
            Clock, auth: new AuthOptions { RequiresToken = true, TokenLifetime = TimeSpan.FromMinutes(5) });

        public ValueTask DisposeAsync() => App.DisposeAsync();
    }
}
