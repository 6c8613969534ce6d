using System.Text;
using Sluice.Engine.Activities;
using Sluice.Server.Activities;
using Sluice.Server.Activities.Authentication;
using Sluice.Server.Hosting;
using static Sluice.Server.Tests.Stack.RunnerUnderTest;

namespace Sluice.Server.Tests.Stack;

public sealed class AuthorizationTests : IClassFixture<StackRecorder>
{
    private const string Secret = "s:cret";
    private const string TokenCall = "POST /api/auth/oauth/token";

    private const string Form =
        "grant_type=client_credentials&scope=openid+ledger%3Aread+ledger%3Awrite+wallets%3Aread+wallets%3Awrite+payments%3Aread+payments%3Awrite";

    private static readonly StackAnswer Rejected = new(
        401, $$"""{"error":"invalid_client","error_description":"no client with the secret {{Secret}}"}""");

    private static readonly StackAnswer Unauthorized = StackAnswer.Refused("UNAUTHENTICATED", "the token is no good", 401);

    private readonly StackRecorder _stack;

    public AuthorizationTests(StackRecorder stack)
    {
        _stack = stack;
        stack.Reset();
    }

    private IEnumerable<string?> Authorizations => _stack.Calls.Select(call => call.Authorization);

    private static string Basic => "Basic " + Convert.ToBase64String(Encoding.ASCII.GetBytes("flows:s%3Acret"));

    [Fact]
    public async Task Without_credentials_calls_go_out_without_authorization()
    {
        using var runner = new RunnerUnderTest(_stack.Address);
        _stack.Answer(UpdateCall, "204");

        await SucceedAsync(runner);

        Assert.Equal([null], Authorizations);
    }

    [Fact]
    public async Task A_token_is_got_with_basic_credentials_and_sent_with_every_call_until_shortly_before_it_expires()
    {
        using var runner = Authorized();
        _stack.Answer(TokenCall, Token("t1", 60), Token("t2", 60));
        _stack.Answer(UpdateCall, "204", "204", "204");

        await SucceedAsync(runner);
        runner.Clock.Advance(TimeSpan.FromSeconds(49));
        await SucceedAsync(runner);
        runner.Clock.Advance(TimeSpan.FromSeconds(1));
        await SucceedAsync(runner);

        Assert.Equal([Basic, "Bearer t1", "Bearer t1", Basic, "Bearer t2"], Authorizations);
        Assert.Equal($"{TokenCall} {Form}", _stack.Calls[0].ToString());
        _stack.Verify();
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    public async Task Where_basic_credentials_are_rejected_they_go_into_the_form_from_then_on(int status)
    {
        using var runner = Authorized();
        _stack.Answer(TokenCall, Rejected with { Status = status }, Token("t1", 20), Token("t2", 20));
        _stack.Answer(UpdateCall, "204", "204");

        await SucceedAsync(runner);
        runner.Clock.Advance(TimeSpan.FromSeconds(10));
        await SucceedAsync(runner);

        Assert.Equal([Basic, null, "Bearer t1", null, "Bearer t2"], Authorizations);
        Assert.All([1, 3], index => Assert.Equal($"{TokenCall} {Form}&client_id=flows&client_secret=s%3Acret", _stack.Calls[index].ToString()));
        _stack.Verify();
    }

    [Fact]
    public async Task A_token_that_is_rejected_is_replaced_and_the_same_attempt_sent_again()
    {
        using var runner = Authorized();
        _stack.Answer(TokenCall, Token("t1"), Token("t2"));
        _stack.Answer(UpdateCall, Unauthorized, "204", "204");

        await SucceedAsync(runner);
        await SucceedAsync(runner);

        Assert.Equal([Basic, "Bearer t1", Basic, "Bearer t2", "Bearer t2"], Authorizations);
        Assert.Equal((_stack.Calls[1].Key, _stack.Calls[1].Body), (_stack.Calls[3].Key, _stack.Calls[3].Body));
        _stack.Verify();
    }

    [Fact]
    public async Task When_the_new_token_is_rejected_too_the_attempt_fails_and_may_be_repeated()
    {
        using var runner = Authorized();
        _stack.Answer(TokenCall, Token("t1"), Token("t2"));
        _stack.Answer(UpdateCall, Unauthorized, Unauthorized);

        var failure = await runner.FailAsync(Update);

        Assert.Equal(("the token is no good", true), (failure.Message, failure.Retryable));
        _stack.Verify();
    }

    [Fact]
    public async Task However_many_attempts_need_a_token_it_is_asked_for_once()
    {
        using var runner = Authorized();
        var gate = new TaskCompletionSource();
        _stack.Answer(TokenCall, Token("t1") with { After = gate.Task });
        _stack.Answer(UpdateCall, [.. Enumerable.Repeat(new StackAnswer(204), 40)]);

        var attempts = Enumerable.Range(0, 40).Select(_ => runner.RunAsync(Update)).ToList();
        gate.SetResult();

        Assert.All(await Task.WhenAll(attempts), outcome => Assert.IsType<ActivityOutcome.Succeeded>(outcome));
        Assert.Single(_stack.Calls, call => call.Target == TokenCall);
        _stack.Verify();
    }

    [Fact]
    public async Task However_many_attempts_are_rejected_with_a_token_it_is_replaced_once()
    {
        using var runner = Authorized();
        var gate = new TaskCompletionSource();
        _stack.Answer(TokenCall, Token("t1"), Token("t2"));
        _stack.Answer(UpdateCall, [.. Enumerable.Repeat(Unauthorized with { After = gate.Task }, 20), .. Enumerable.Repeat(new StackAnswer(204), 20)]);

        var attempts = Enumerable.Range(0, 20).Select(_ => runner.RunAsync(Update)).ToList();
        await Partitions.PartitionUnderTest.UntilAsync(() => _stack.Calls.Count == 21, "all attempts are out");
        gate.SetResult();

        Assert.All(await Task.WhenAll(attempts), outcome => Assert.IsType<ActivityOutcome.Succeeded>(outcome));
        Assert.Equal(2, _stack.Calls.Count(call => call.Target == TokenCall));
        _stack.Verify();
    }

    [Fact]
    public async Task Wrong_credentials_fail_the_attempt_with_a_text_that_holds_no_secret()
    {
        using var runner = Authorized();
        _stack.Answer(TokenCall, Rejected, Rejected);

        var failure = await runner.FailAsync(Update);

        Assert.Equal(new Failure("NO_TOKEN", "auth did not issue a token: status 401, invalid_client", Retryable: true), failure);
        _stack.Verify();
    }

    [Theory]
    [InlineData("200 {}", "the answer holds no usable access_token")]
    [InlineData("200 {\"access_token\":\"two\\nlines\"}", "the answer holds no usable access_token")]
    [InlineData("200 <html>", "the answer holds no usable access_token")]
    [InlineData("503 {\"error\":\"Look: s:cret\"}", "status 503")]
    [InlineData("302", "status 302")]
    public async Task An_auth_service_that_gives_no_token_is_told_apart_from_the_service_called(string answer, string reason)
    {
        using var runner = Authorized();
        _stack.Answer(TokenCall, answer);

        var failure = await runner.FailAsync(Update);

        Assert.Equal($"auth did not issue a token: {reason}", failure.Message);
        Assert.True(failure.Retryable);
        _stack.Verify();
    }

    [Fact]
    public async Task An_auth_service_that_does_not_answer_is_given_up_in_time()
    {
        using var runner = Authorized();
        var never = new TaskCompletionSource();
        _stack.Answer(TokenCall, Token("t1") with { After = never.Task });

        var attempt = runner.FailAsync(Update);
        await Partitions.PartitionUnderTest.UntilAsync(() => _stack.Calls.Count == 1, "the token is asked for");
        runner.Clock.Advance(StackTokens.RequestTimeout);

        Assert.Equal("auth did not issue a token: no answer within 15 s", (await attempt).Message);
        never.SetResult();
    }

    [Fact]
    public async Task An_outage_of_the_auth_service_pauses_attempts()
    {
        using var runner = Authorized();
        _stack.Answer(TokenCall, [.. Enumerable.Repeat(new StackAnswer(503), ServiceCircuit.FailuresMax)]);
        for (var i = 0; i < ServiceCircuit.FailuresMax; i++)
        {
            await runner.FailAsync(Update);
        }

        var paused = Assert.IsType<ActivityOutcome.Paused>(await runner.RunAsync(Update));

        Assert.Equal(
            "ledger has been failing since 2026-01-02T03:04:05Z: auth did not issue a token: status 503; calls are paused", paused.Reason);
    }

    [Fact]
    public async Task A_token_never_leaves_for_a_foreign_host()
    {
        var foreign = new StackRecorder();
        await foreign.InitializeAsync();
        await using var _ = foreign;
        _stack.Answer(TokenCall, Token("t1"));
        _stack.Answer(UpdateCall, "204", new StackAnswer(307, Location: new Uri(foreign.Address, "stolen").ToString()));
        foreign.Answer("GET /elsewhere", "204");
        using var client = StackHttp.Client(
            _stack.Address, new SluiceOptions { StackCredentials = new StackCredentials("flows", Secret) }, TimeProvider.System);

        using var own = await client.PostAsync(new Uri(_stack.Address, UpdateCall.Split(' ')[1]), null, TestContext.Current.CancellationToken);
        using var redirected = await client.PostAsync(new Uri(_stack.Address, UpdateCall.Split(' ')[1]), null, TestContext.Current.CancellationToken);
        using var elsewhere = await client.GetAsync(new Uri(foreign.Address, "elsewhere"), TestContext.Current.CancellationToken);

        Assert.Equal([Basic, "Bearer t1", "Bearer t1"], Authorizations);
        Assert.Equal(["GET /elsewhere"], foreign.Calls.Select(call => call.Target));
        Assert.Null(foreign.Calls[0].Authorization);
    }

    [Fact]
    public void Credentials_show_no_secret()
    {
        Assert.Equal("flows", new StackCredentials("flows", Secret).ToString());
    }

    private static StackAnswer Token(string token, int seconds = 3600) =>
        $$"""200 {"access_token":"{{token}}","token_type":"bearer","expires_in":{{seconds}}}""";

    private static async Task SucceedAsync(RunnerUnderTest runner) => Assert.IsType<ActivityOutcome.Succeeded>(await runner.RunAsync(Update));

    private RunnerUnderTest Authorized() => new(_stack.Address, new StackCredentials("flows", Secret));
}
