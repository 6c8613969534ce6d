using System.Text;
using System.Text.Json;
using Sluice.Engine.Activities;

namespace Sluice.Engine.Tests.Activities;

public class OutcomeClassificationTests
{
    private static readonly CreateTransaction Transaction = new("l", new TransactionData(new Dictionary<string, string>()));

    private static readonly CreateTransaction Referenced =
        new("l", new TransactionData(new Dictionary<string, string>(), Reference: "payment:p1"));

    private static readonly CreateTransferInitiation Transfer = new(
        1, "USD/2", "PAYOUT", "d", "", "stripe PAYOUT", "c", new Dictionary<string, string>(), false, "STRIPE");

    private static readonly CreditWallet Credit = new(
        "w", new WalletCredit(new MoneyAmount(1, "USD/2"), new Dictionary<string, string>(), [WalletSubject.Account("world")], "main"));

    [Theory]
    [InlineData(400, "INSUFFICIENT_FUND", true)]
    [InlineData(400, "VALIDATION", false)]
    [InlineData(400, "NO_POSTINGS", false)]
    [InlineData(400, "COMPILATION_FAILED", false)]
    [InlineData(400, "METADATA_OVERRIDE", false)]
    [InlineData(400, "INTERPRETER_RUNTIME", false)]
    [InlineData(400, "NEVER_HEARD_OF", false)]
    [InlineData(401, "VALIDATION", true)]
    [InlineData(403, "VALIDATION", false)]
    [InlineData(404, "NOT_FOUND", false)]
    [InlineData(404, "LEDGER_NOT_FOUND", false)]
    [InlineData(408, "TIMEOUT", true)]
    [InlineData(413, "VALIDATION", false)]
    [InlineData(425, "VALIDATION", true)]
    [InlineData(429, "VALIDATION", true)]
    [InlineData(500, "INTERNAL", true)]
    [InlineData(502, "INTERNAL", true)]
    [InlineData(503, "INTERNAL", true)]
    [InlineData(504, "TIMEOUT", true)]
    [InlineData(302, "INTERNAL", false)]
    public void A_typed_failure_is_retried_or_final(int status, string code, bool retryable)
    {
        var failure = Fail(Transaction, status, $$"""{"errorCode":"{{code}}","errorMessage":"the reason"}""");

        Assert.Equal(new Failure(code, "the reason", retryable), failure);
    }

    [Theory]
    [InlineData(500, "", true)]
    [InlineData(404, "", false)]
    [InlineData(400, "<html>bad gateway</html>", false)]
    [InlineData(502, "<html>bad gateway</html>", true)]
    [InlineData(400, "[1,2]", false)]
    [InlineData(400, """{"error":"x"}""", false)]
    [InlineData(400, """{"errorMessage":7}""", false)]
    public void An_answer_without_our_shape_still_gives_a_usable_failure(int status, string body, bool retryable) =>
        Assert.Equal(new Failure($"HTTP_{status}", $"unexpected status {status} from ledger", retryable), Fail(Transaction, status, body));

    [Fact]
    public void A_code_without_a_message_is_still_a_text() =>
        Assert.Equal("VALIDATION: status 400 from ledger", Fail(Transaction, 400, """{"errorCode":"VALIDATION","errorMessage":""}""").Message);

    [Fact]
    public void A_conflict_on_our_own_key_is_tried_again_for_the_recorded_answer() =>
        Assert.True(Fail(Transaction, 409, """{"errorCode":"CONFLICT","errorMessage":"duplicate idempotency key"}""").Retryable);

    [Fact]
    public void A_conflict_that_may_be_about_a_reference_is_final() =>
        Assert.False(Fail(Referenced, 409, """{"errorCode":"CONFLICT","errorMessage":"duplicate reference"}""").Retryable);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_transfer_whose_key_is_in_use_is_tried_again_for_it_is_not_known_to_be_done(bool sentBefore)
    {
        var answer = Answer(409, """{"errorCode":"CONFLICT","errorMessage":"the idempotency key is in use"}""");

        var outcome = OutcomeClassification.Classify(Transfer, answer, sentBefore);

        Assert.True(Assert.IsType<ActivityOutcome.Failed>(outcome).Failure.Retryable);
    }

    [Theory]
    [InlineData("duplicate reference \"payment:p1\"", false)]
    [InlineData("duplicate idempotency key \"k\"", true)]
    public void A_transaction_with_a_reference_tells_its_conflicts_apart(string message, bool retryable) => Assert.Equal(
        retryable, Fail(Referenced, 409, JsonSerializer.Serialize(new { errorCode = "CONFLICT", errorMessage = message })).Retryable);

    public static TheoryData<string, ActivityRequest, int, string, bool, bool> ConflictsOfOurOwn => new()
    {
        // The transfer's reference is ours alone, so a conflict on it can only be about an earlier attempt.
        { "transfer, repeated", Transfer, 400, "CONFLICT", true, true },
        { "transfer, sent twice on the way", Transfer, 400, "CONFLICT", false, true },
        { "transfer, repeated, another refusal", Transfer, 400, "VALIDATION", true, false },
        { "ledger exists", new CreateLedger("l"), 400, "LEDGER_ALREADY_EXISTS", false, true },
        { "ledger refused", new CreateLedger("l"), 400, "VALIDATION", false, false },
        { "confirm, repeated", new ConfirmHold("h"), 400, "HOLD_CLOSED", true, true },
        { "confirm, first", new ConfirmHold("h"), 400, "HOLD_CLOSED", false, false },
        { "void, repeated", new VoidHold("h"), 400, "HOLD_CLOSED", true, true },
        { "void, first", new VoidHold("h"), 400, "HOLD_CLOSED", false, false },
    };

    [Theory]
    [MemberData(nameof(ConflictsOfOurOwn), DisableDiscoveryEnumeration = true)]
    public void A_refusal_because_it_is_done_already_is_success(
        string row, ActivityRequest request, int status, string code, bool sentBefore, bool done)
    {
        var outcome = OutcomeClassification.Classify(request, Answer(status, $$"""{"errorCode":"{{code}}","errorMessage":"m"}"""), sentBefore);

        Assert.True(done == outcome is ActivityOutcome.Succeeded, row);
    }

    public static TheoryData<ActivityRequest, int, string, string, bool> Refusals => new()
    {
        { new GetWallet("w"), 404, "", "wallet not found", false },
        { new GetWallet("w"), 404, """{"errorCode":"NOT_FOUND","errorMessage":"no rows"}""", "wallet not found", false },
        { new GetWallet("w"), 500, "", "unexpected status 500 from wallets", true },
        { Credit, 404, "", "wallet not found", false },
        { Credit, 400, """{"errorCode":"INSUFFICIENT_FUND","errorMessage":"insufficient fund"}""", "insufficient fund", true },
        { Credit, 409, """{"errorCode":"CONFLICT","errorMessage":"in flight"}""", "in flight", true },
        { new VoidHold("h"), 404, "", "hold not found", false },
        { new GetPayment("p"), 404, """{"errorCode":"NOT_FOUND","errorMessage":"not found"}""", "not found", false },
        { new GetPayment("p"), 400, """{"errorCode":"INVALID_ID","errorMessage":"bad id"}""", "bad id", false },
        { Transfer, 500, "<html>", "unexpected status 500 from payments", true },
        { Transfer, 409, """{"errorCode":"ALREADY","errorMessage":"taken"}""", "taken", false },
        { new ListConnectors("x"), 503, "", "unexpected status 503 from payments", true },
    };

    [Theory]
    [MemberData(nameof(Refusals), DisableDiscoveryEnumeration = true)]
    public void Every_service_is_typed(ActivityRequest request, int status, string body, string message, bool retryable)
    {
        var failure = Fail(request, status, body);

        Assert.Equal((message, retryable), (failure.Message, failure.Retryable));
    }

    [Theory]
    [InlineData("transaction", 200, "<html>maintenance</html>")]
    [InlineData("transaction", 200, "hello")]
    [InlineData("transaction", 200, "{\"da")]
    [InlineData("transaction", 200, """{"status":"maintenance"}""")]
    [InlineData("transaction", 204, "")]
    [InlineData("credit", 200, "<html>maintenance</html>")]
    [InlineData("transfer", 200, "<html>maintenance</html>")]
    [InlineData("hold", 200, "<html>maintenance</html>")]
    public void A_page_of_somebody_else_is_not_taken_for_moved_money(string call, int status, string body)
    {
        var failure = Failed(OutcomeClassification.Classify(Call(call), Answer(status, body), sentBefore: false));

        Assert.Equal(("ANSWER_UNREADABLE", true, true), (failure.Code, failure.Retryable, failure.LeavesEffectOpen));
    }

    [Fact]
    public void Confirming_more_than_a_hold_has_is_final() => Assert.False(
        Fail(new ConfirmHold("h", 60), 400, """{"errorCode":"INSUFFICIENT_FUND","errorMessage":"insufficient fund"}""").Retryable);

    private static ActivityRequest Call(string name) => name switch
    {
        "transaction" => Transaction,
        "credit" => Credit,
        "transfer" => Transfer,
        _ => new VoidHold("h"),
    };

    [Fact]
    public void A_stage_that_needs_the_answer_does_not_take_something_else_for_it()
    {
        Assert.Equal(
            new Failure("ANSWER_UNREADABLE", "wallets answered 200 with something else than it should", true), Fail(new GetWallet("w"), 200, "<html>"));
        Assert.Equal(
            new Failure("ANSWER_TOO_LARGE", $"payments answered more than {Limits.ActivityOutputBytesMax} bytes", false),
            Failed(OutcomeClassification.Classify(new GetPayment("p"), new ServiceAnswer(200, null), sentBefore: false)));
    }

    [Fact]
    public void An_answer_too_large_to_record_does_not_hide_that_the_money_moved() => Assert.Equal(
        new ActivityOutcome.Succeeded(null), OutcomeClassification.Classify(Transaction, new ServiceAnswer(200, null), sentBefore: false));

    [Fact]
    public void A_text_of_a_service_is_bounded_and_may_be_no_unicode()
    {
        var longText = Fail(Transaction, 400, $$"""{"errorCode":"X","errorMessage":"{{new string('m', 100_000)}}"}""").Message;

        Assert.Equal(Limits.FailureCharsMax + 1, longText.Length);
        Assert.Equal("X: status 400 from ledger", Fail(Transaction, 400, """{"errorCode":"X","errorMessage":"\ud800"}""").Message);
    }

    [Theory]
    [InlineData(503, "INTERNAL", true)]
    [InlineData(409, "CONFLICT", true)]
    [InlineData(400, "INSUFFICIENT_FUND", false)]
    [InlineData(400, "VALIDATION", false)]
    public void A_refusal_says_that_nothing_happened_and_an_outage_does_not(int status, string code, bool open) =>
        Assert.Equal(open, Fail(Transaction, status, $$"""{"errorCode":"{{code}}","errorMessage":"m"}""").LeavesEffectOpen);

    [Fact]
    public void Retry_after_is_kept_only_where_a_retry_follows()
    {
        var after = TimeSpan.FromSeconds(9);

        Assert.Equal(after, Fail(Transaction, 503, "", after).RetryAfter);
        Assert.Null(Fail(Transaction, 404, "", after).RetryAfter);
    }

    [Theory]
    [InlineData("transaction", 200, """{"data":{"id":1}}""")]
    [InlineData("transaction", 201, """{"data":[{"txid":1}]}""")]
    [InlineData("credit", 204, "")]
    [InlineData("credit", 200, "{}")]
    [InlineData("transfer", 200, """{"data":{"id":"t"}}""")]
    [InlineData("transfer", 201, "")]
    [InlineData("hold", 204, "")]
    public void A_2xx_in_the_form_of_the_service_is_success(string call, int status, string body)
    {
        var outcome = OutcomeClassification.Classify(Call(call), Answer(status, body), sentBefore: false);

        var output = Assert.IsType<ActivityOutcome.Succeeded>(outcome).Output;
        Assert.Equal(body, output?.GetRawText() ?? "");
    }

    [Fact]
    public void No_answer_is_tried_again()
    {
        var failure = Assert.IsType<ActivityOutcome.Failed>(OutcomeClassification.NoAnswer(Transaction, "connection refused")).Failure;

        Assert.Equal(new Failure("NO_ANSWER", "ledger did not answer: connection refused", true), failure);
    }

    private static ServiceAnswer Answer(int status, string body, TimeSpan? retryAfter = null) =>
        new(status, Encoding.UTF8.GetBytes(body), retryAfter);

    private static Failure Fail(ActivityRequest request, int status, string body, TimeSpan? retryAfter = null) =>
        Failed(OutcomeClassification.Classify(request, Answer(status, body, retryAfter), sentBefore: false));

    private static Failure Failed(ActivityOutcome outcome) => Assert.IsType<ActivityOutcome.Failed>(outcome).Failure;
}
