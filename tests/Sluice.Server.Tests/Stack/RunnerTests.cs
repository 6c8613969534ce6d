using System.Globalization;
using Sluice.Engine.Activities;
using Sluice.Server.Activities;
using static Sluice.Server.Tests.Stack.RunnerUnderTest;

namespace Sluice.Server.Tests.Stack;

public sealed class RunnerTests : IClassFixture<StackRecorder>
{
    private readonly StackRecorder _stack;

    public RunnerTests(StackRecorder stack)
    {
        _stack = stack;
        stack.Reset();
    }

    [Fact]
    public async Task An_open_circuit_pauses_attempts_without_a_call_until_one_of_them_is_answered()
    {
        using var runner = new RunnerUnderTest(_stack.Address);
        await runner.OpenCircuitAsync(_stack);

        var paused = Assert.IsType<ActivityOutcome.Paused>(await runner.RunAsync(Update));
        Assert.Equal("ledger has been failing since 2026-01-02T03:04:05Z: status 503; calls are paused", paused.Reason);
        Assert.Equal(ServiceCircuit.FailuresMax, _stack.Calls.Count);

        runner.Clock.Advance(TimeSpan.FromSeconds(1));
        var gate = new TaskCompletionSource();
        _stack.Answer(UpdateCall, new StackAnswer(204) { After = gate.Task });
        var probe = runner.RunAsync(Update);
        Assert.IsType<ActivityOutcome.Paused>(await runner.RunAsync(Update));
        gate.SetResult();
        Assert.IsType<ActivityOutcome.Succeeded>(await probe);

        _stack.Answer(UpdateCall, "204");
        Assert.IsType<ActivityOutcome.Succeeded>(await runner.RunAsync(Update));
        _stack.Verify();
    }

    [Fact]
    public async Task An_attempt_that_finds_the_service_still_down_counts_as_none()
    {
        using var runner = new RunnerUnderTest(_stack.Address);
        await runner.OpenCircuitAsync(_stack);
        runner.Clock.Advance(TimeSpan.FromSeconds(1));
        _stack.Answer(UpdateCall, StackAnswer.Unavailable);

        var probe = Assert.IsType<ActivityOutcome.Paused>(await runner.RunAsync(Update));
        var other = Assert.IsType<ActivityOutcome.Paused>(await runner.RunAsync(Update));

        Assert.Equal((true, false), (probe.Sent, other.Sent));
        _stack.Verify();
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("deflate")]
    public async Task An_answer_that_cannot_be_decoded_is_none(string encoding)
    {
        using var runner = new RunnerUnderTest(_stack.Address);
        _stack.Answer(UpdateCall, new StackAnswer(200, "not compressed at all") { Encoding = encoding });

        var failure = await runner.FailAsync(Update);

        Assert.Equal((Failure.NoAnswer, "ledger did not answer: the answer could not be decoded", true), (failure.Code, failure.Message, failure.Retryable));
    }

    [Fact]
    public async Task Refusals_and_calls_that_cannot_be_made_do_not_open_a_circuit()
    {
        using var runner = new RunnerUnderTest(_stack.Address);
        _stack.Answer(UpdateCall, [.. Enumerable.Repeat(StackAnswer.Refused("VALIDATION", "no"), 15), "204"]);

        for (var i = 0; i < 15; i++)
        {
            Assert.Equal("VALIDATION", (await runner.FailAsync(Update)).Code);
            Assert.Equal("INVALID_REQUEST", (await runner.FailAsync(new GetAccount("..", "l"))).Code);
        }

        Assert.IsType<ActivityOutcome.Succeeded>(await runner.RunAsync(Update));
    }

    [Fact]
    public async Task A_service_that_cannot_be_reached_opens_its_own_circuit_only()
    {
        using var runner = new RunnerUnderTest(_stack.Address);
        await runner.OpenCircuitAsync(_stack);
        _stack.Answer(WalletCall, Exchange.Wallet("w", "l").Answer);

        Assert.IsType<ActivityOutcome.Succeeded>(await runner.RunAsync(Wallet));
        Assert.IsType<ActivityOutcome.Paused>(await runner.RunAsync(Update));
    }

    [Fact]
    public async Task A_paused_attempt_does_not_wait_for_a_turn()
    {
        using var runner = new RunnerUnderTest(_stack.Address, parallelMax: 1);
        await runner.OpenCircuitAsync(_stack);
        var gate = new TaskCompletionSource();
        _stack.Answer(WalletCall, Exchange.Wallet("w", "l").Answer with { After = gate.Task });
        var hanging = runner.RunAsync(Wallet);

        var paused = runner.RunAsync(Update);

        Assert.True(paused.IsCompletedSuccessfully);
        gate.SetResult();
        Assert.IsType<ActivityOutcome.Succeeded>(await hanging);
    }

    [Fact]
    public async Task A_withdrawn_attempt_has_no_outcome_whether_the_circuit_is_open_or_not()
    {
        using var runner = new RunnerUnderTest(_stack.Address);
        var closed = new ActivityAttempt(Update, "k", sentBefore: false);
        Assert.True(closed.TryWithdraw());
        Assert.Null(await runner.Runner.RunAsync(closed));

        await runner.OpenCircuitAsync(_stack);
        var open = new ActivityAttempt(Update, "k", sentBefore: false);
        Assert.True(open.TryWithdraw());
        Assert.Null(await runner.Runner.RunAsync(open));
    }

    [Fact]
    public async Task A_list_of_connectors_is_asked_for_once_a_second_by_those_whom_it_settles_the_matter_for()
    {
        using var runner = new RunnerUnderTest(_stack.Address);
        _stack.Answer(Exchange.Connectors.Call, [.. Enumerable.Repeat(Exchange.Connectors.Answer, 4)]);

        await SucceedAsync("stripe");
        await SucceedAsync("Stripe");
        await SucceedAsync("dummy-pay");
        Assert.Single(_stack.Calls);

        await SucceedAsync("wise");
        await SucceedAsync("mangopay");
        Assert.Equal(3, _stack.Calls.Count);

        runner.Clock.Advance(TimeSpan.FromMilliseconds(999));
        await SucceedAsync("stripe");
        Assert.Equal(3, _stack.Calls.Count);
        runner.Clock.Advance(TimeSpan.FromMilliseconds(1));
        await SucceedAsync("stripe");
        Assert.Equal(4, _stack.Calls.Count);
        _stack.Verify();

        async Task SucceedAsync(string psp)
        {
            var outcome = Assert.IsType<ActivityOutcome.Succeeded>(await runner.RunAsync(new ListConnectors(psp)));
            Assert.Equal(psp is "wise" or "mangopay", ConnectorChoice.Of(outcome.Output, psp).Id is null);
        }
    }

    [Theory]
    [InlineData("30", 30.0)]
    [InlineData("Fri, 02 Jan 2026 03:06:05 GMT", 120.0)]
    [InlineData("Fri, 02 Jan 2026 03:04:00 GMT", null)]
    [InlineData("soon", null)]
    public async Task Retry_after_is_a_span_or_a_date(string header, double? seconds)
    {
        using var runner = new RunnerUnderTest(_stack.Address);
        _stack.Answer(UpdateCall, StackAnswer.Unavailable with { RetryAfter = header });

        var failure = await runner.FailAsync(Update);

        Assert.Equal(seconds, failure.RetryAfter?.TotalSeconds);
    }

    [Theory]
    [InlineData("45", "2026-01-02T03:04:50Z")]
    [InlineData("999999999", "2026-01-02T04:04:05Z")]
    public async Task A_service_says_when_it_is_to_be_asked_again_within_an_hour(string header, string next)
    {
        _stack.Answer(UpdateCall, StackAnswer.Unavailable with { RetryAfter = header });
        await using var flow = await FlowUnderTest.StartAsync(_stack, """{"update":{"account":{"id":"a","ledger":"l","metadata":{}}}}""");

        var history = await flow.UntilAsync(told => told.Stages[0].Activities[0].NextAttemptAt is not null, "the attempt fails");

        Assert.Equal(DateTimeOffset.Parse(next, CultureInfo.InvariantCulture), history.Stages[0].Activities[0].NextAttemptAt);
    }

    [Fact]
    public async Task A_stack_may_be_below_a_path_of_its_host()
    {
        using var runner = new RunnerUnderTest(new Uri(_stack.Address, "base/of/it"));
        _stack.Answer("POST /base/of/it/api/ledger/v2/l/accounts/a/metadata", "204");

        Assert.IsType<ActivityOutcome.Succeeded>(await runner.RunAsync(Update));

        _stack.Verify();
    }
}
