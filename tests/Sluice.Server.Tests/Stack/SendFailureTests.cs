using static Sluice.Server.Tests.Stack.Exchange;

namespace Sluice.Server.Tests.Stack;

public sealed class SendFailureTests : IClassFixture<StackRecorder>
{
    private const string Amount = "\"amount\":{\"amount\":100,\"asset\":\"USD/2\"}";
    private const string A = "\"account\":{\"id\":\"a\"}";
    private const string W1 = "\"wallet\":{\"id\":\"w1\"}";
    private const string W2 = "\"wallet\":{\"id\":\"w2\"}";
    private const string Bob = "\"wallet\":{\"name\":\"bob\"}";

    private static readonly Exchange NoWallet = new("GET /api/wallets/wallets/w2", "404");

    private readonly StackRecorder _stack;

    public SendFailureTests(StackRecorder stack)
    {
        _stack = stack;
        stack.Reset();
    }

    [Theory]
    [InlineData(A, W2)]
    [InlineData(W2, A)]
    public Task A_wallet_that_does_not_exist_is_found_out_before_money_moves(string source, string destination) =>
        FailAsync(Send(source, destination), "wallet not found", NoWallet);

    [Fact]
    public Task A_destination_wallet_that_does_not_exist_is_found_out_before_the_source_is_debited() =>
        FailAsync(Send(W1, W2), "wallet not found", Wallet("w1", "w"), NoWallet);

    [Fact]
    public Task A_wallet_that_is_gone_when_it_is_credited_ends_the_stage() => FailAsync(
        Send("\"account\":{\"id\":\"a\",\"ledger\":\"w\"}", W1),
        "wallet not found",
        Wallet("w1", "w"),
        Credit("w1", 1, Subject("ACCOUNT", "a")) with { Answer = "404" });

    [Fact]
    public Task No_wallet_of_a_name_is_found_out_before_money_moves() =>
        FailAsync(Send(A, Bob), "wallet not found", Wallets("bob"));

    [Fact]
    public Task Several_wallets_of_a_name_are_found_out_before_money_moves() => FailAsync(
        Send(Bob, A), "found multiple wallets with the same name", Wallets("bob", WalletJson("w1", "w"), WalletJson("w2", "w")));

    [Theory]
    [InlineData("mangopay", "no installed connector for psp 'mangopay'")]
    [InlineData("wise", "several connectors for psp 'wise', set connectorId")]
    public async Task A_connector_that_is_not_clear_is_found_out_before_any_debit(string psp, string error)
    {
        await FailAsync(
            Send(A, $$"""  "payment":{"psp":"{{psp}}"}  """), error, Account("default", "a", "{\"formanceAccountID\":\"psp-acc\"}"), Connectors);
        await FailAsync(
            Send(W1, $$"""  "payment":{"psp":"{{psp}}"}  """), error, Wallet("w1", "w", "{\"formanceAccountID\":\"psp-acc\"}"), Connectors);
    }

    [Theory]
    [InlineData("{}", "expected 'formanceAccountID' metadata containing formance account ID")]
    [InlineData("{\"formanceAccountID\":\"\"}", "formance account ID empty")]
    public async Task An_account_of_the_provider_that_is_not_known_is_found_out_before_any_debit(string metadata, string error)
    {
        await FailAsync(Send(A, "\"payment\":{\"psp\":\"stripe\"}"), error, Account("default", "a", metadata));
        await FailAsync(Send(W1, "\"payment\":{\"psp\":\"stripe\"}"), error, Wallet("w1", "w", metadata));
    }

    [Fact]
    public async Task A_transfer_that_conflicts_with_our_own_lost_attempt_is_a_success()
    {
        var transfer = Transfer(2, "c-9", "TRANSFER", "");
        var conflict = transfer with { Answer = StackAnswer.Refused("CONFLICT", "reference is taken") };

        var (calls, activity) = await RunAsync(
            Send(A, "\"payment\":{\"connectorId\":\"c-9\"}"),
            Account("default", "a", "{\"formanceAccountID\":\"psp-acc\"}"),
            Transaction("default", 1, Posting("a", "world")),
            transfer with { Answer = StackAnswer.Lost },
            conflict);

        Assert.Equal(calls[^2], calls[^1]);
        Assert.Contains("\"terminated\":true", activity, StringComparison.Ordinal);
        Assert.Contains("\"attempt\":2", activity, StringComparison.Ordinal);
        Assert.DoesNotContain("\"output\"", activity, StringComparison.Ordinal);
        Assert.DoesNotContain("\"error\"", activity, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_transfer_that_the_network_delivered_twice_is_a_success_whichever_answer_comes()
    {
        var (_, activity) = await RunAsync(
            Send(A, "\"payment\":{\"connectorId\":\"c-9\"}"),
            Account("default", "a", "{\"formanceAccountID\":\"psp-acc\"}"),
            Transaction("default", 1, Posting("a", "world")),
            Transfer(2, "c-9", "TRANSFER", "") with { Answer = StackAnswer.Refused("CONFLICT", "reference is taken") });

        Assert.Contains("\"attempt\":1", activity, StringComparison.Ordinal);
        Assert.DoesNotContain("\"error\"", activity, StringComparison.Ordinal);
    }

    [Fact]
    public Task A_missing_ledger_that_is_not_ours_is_not_created() => FailAsync(
        Send("\"payment\":{\"id\":\"pay-in-1\",\"ledger\":\"main\"}", A, "\"metadata\":{}"),
        "no such ledger",
        Payment,
        Transaction("main", 1, Posting("world", "payment:pay_in_1") + ",\"reference\":\"payment:pay_in_1\"") with
        {
            Answer = StackAnswer.Refused("LEDGER_NOT_FOUND", "no such ledger", 404),
        });

    [Fact]
    public async Task A_stage_with_a_retry_policy_of_its_own_shows_it_and_keeps_to_it()
    {
        const string Retry = """{"maxAttempts":2,"initialInterval":"5s","maxInterval":"1m0s","multiplier":1.5,"nonRetryable":["GONE"]}""";
        var transaction = Transaction("default", 0, Posting("a", "b")) with { Answer = StackAnswer.Unavailable };
        Script(transaction, transaction);
        await using var flow = await FlowUnderTest.StartAsync(_stack, Send(A, "\"account\":{\"id\":\"b\"}", $"{Amount},\"$retry\":{Retry}"));

        var history = await flow.EndAsync();

        _stack.Verify();
        Assert.Equal("not now", history.Error);
        Assert.Equal(2, history.Stages[0].Activities[0].Attempt);
        Assert.InRange(history.TerminatedAt!.Value - history.CreatedAt, TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(6));
        Assert.Contains($"\"$retry\":{Retry},\"account\":null", FlowUnderTest.Show(history.Stages[0]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_hold_that_is_left_open_is_voided_when_a_later_stage_fails()
    {
        Script(
            Wallet("w1", "w"),
            Debit("w1", 1, answer: """201 {"data":{"id":"h-1","walletID":"w1","metadata":{},"description":""}}"""),
            new Exchange("POST /api/ledger/v2/l/accounts/a/metadata", StackAnswer.Refused("VALIDATION", "no")),
            new Exchange("POST /api/wallets/holds/h-1/void", "204"));
        await using var flow = await FlowUnderTest.StartAsync(
            _stack,
            $$$"""{"hold":{"source":{{{{W1}}}},{{{Amount}}}}}""",
            """{"update":{"account":{"id":"a","ledger":"l","metadata":{}}}}""");

        var history = await flow.EndAsync();

        _stack.Verify();
        Assert.Equal("no", history.Error);
        Assert.Equal("POST /api/wallets/holds/h-1/void $id-1-1", flow.Calls[^1]);
        Assert.StartsWith(
            """{"name":"VoidHold","input":{"VoidHold":{"id":"h-1"}},"terminated":true""",
            FlowUnderTest.ShowInVersion2(history.Stages[1].Activities[1]),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_outage_pauses_the_instance_and_shows_why_until_the_service_is_back()
    {
        await using var flow = await FlowUnderTest.StartAsync(
            _stack,
            async runner =>
            {
                _stack.Answer(RunnerUnderTest.UpdateCall, [.. Enumerable.Repeat(StackAnswer.Unavailable, 10)]);
                for (var i = 0; i < 10; i++)
                {
                    await runner.RunAsync(new(RunnerUnderTest.Update, "k", sentBefore: false));
                }
            },
            Send(A, "\"account\":{\"id\":\"b\"}"));
        var transaction = Transaction("default", 0, Posting("a", "b"));
        Script(transaction);

        // It sleeps for as long as nobody moves the clock.
        var history = await flow.UntilAsync(told => told.Stages[0].Activities[0].LastFailure is not null, "the attempt is paused");
        var paused = FlowUnderTest.ShowInVersion2(history.Stages[0].Activities[0]);
        Assert.EndsWith(
            "\"terminated\":false,\"startedAt\":\"2026-01-02T03:04:05.000000Z\",\"attempt\":1,\"lastFailure\":\"ledger has been failing since "
            + "2026-01-02T03:04:05Z: status 503; calls are paused\",\"nextExecution\":\"2026-01-02T03:04:06.000000Z\"}",
            paused,
            StringComparison.Ordinal);

        history = await flow.EndAsync();

        _stack.Verify();
        Assert.Equal(1, history.Stages[0].Activities[0].Attempt);
        Assert.Equal(transaction.Call, flow.Calls[^1]);
    }

    [Fact]
    public async Task An_abort_between_attempts_cancels_the_activity_and_tells_how_the_last_one_failed()
    {
        Script(Transaction("default", 0, Posting("a", "b")) with { Answer = StackAnswer.TooLittle });
        await using var flow = await FlowUnderTest.StartAsync(_stack, Send(A, "\"account\":{\"id\":\"b\"}"));
        await flow.UntilAsync(told => told.Stages[0].Activities[0].LastFailure is not null, "the attempt fails");

        await flow.AbortAsync();
        var history = await flow.EndAsync();

        _stack.Verify();
        Assert.Equal("canceled", history.Error);
        Assert.Contains(
            "\"error\":\"cancelled\",\"terminated\":true", FlowUnderTest.ShowInVersion1(history.Stages[0].Activities[0]), StringComparison.Ordinal);
        Assert.EndsWith(
            "\"attempt\":2,\"lastFailure\":\"account is out of funds\"}",
            FlowUnderTest.ShowInVersion1(history.Stages[0].Activities[0]),
            StringComparison.Ordinal);
    }

    private static string Send(string source, string destination, string more = Amount) =>
        $$$"""{"send":{"source":{{{{source}}}},"destination":{{{{destination}}}},{{{more}}}}}""";

    private void Script(params Exchange[] exchanges)
    {
        foreach (var exchange in exchanges)
        {
            _stack.Answer(exchange.Call, exchange.Answer);
        }
    }

    private async Task FailAsync(string stage, string error, params Exchange[] exchanges)
    {
        _stack.Reset();
        Script(exchanges);
        await using var flow = await FlowUnderTest.StartAsync(_stack, stage);

        var history = await flow.EndAsync();

        _stack.Verify();
        Assert.Equal(exchanges.Select(exchange => exchange.Call), flow.Calls);
        Assert.Equal((error, error), (history.Error, history.Stages[0].Error));
    }

    private async Task<(IReadOnlyList<string> Calls, string LastActivity)> RunAsync(string stage, params Exchange[] exchanges)
    {
        Script(exchanges);
        await using var flow = await FlowUnderTest.StartAsync(_stack, stage);
        var history = await flow.EndAsync();
        _stack.Verify();
        Assert.Equal(exchanges.Select(exchange => exchange.Call), flow.Calls);
        Assert.Null(history.Error);
        return (flow.Calls, FlowUnderTest.ShowInVersion2(history.Stages[0].Activities[^1]));
    }
}
