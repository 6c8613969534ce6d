using System.Text;
using Sluice.Engine.Activities;

namespace Sluice.Engine.Tests.Activities;

public class OutcomeClassificationTests
{
    private static readonly CreateTransaction Transaction = new("l", new TransactionData(new Dictionary<string, string>()));

    private static readonly CreateTransaction Referenced =
        new("l", new TransactionData(new Dictionary<string, string>(), Reference: "payment:p1"));

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

    [Fact]
    public void Retry_after_is_kept_only_where_a_retry_follows()
    {
        var after = TimeSpan.FromSeconds(9);

        Assert.Equal(after, Fail(Transaction, 503, "", after).RetryAfter);
        Assert.Null(Fail(Transaction, 404, "", after).RetryAfter);
    }

    [Theory]
    [InlineData(200, """{"data":{"id":1}}""")]
    [InlineData(201, "")]
    [InlineData(204, "")]
    public void Every_2xx_is_success(int status, string body)
    {
        var outcome = OutcomeClassification.Classify(Transaction, new ServiceAnswer(status, Encoding.UTF8.GetBytes(body)));

        var output = Assert.IsType<ActivityOutcome.Succeeded>(outcome).Output;
        Assert.Equal(body, output?.GetRawText() ?? "");
    }

    [Fact]
    public void No_answer_is_tried_again()
    {
        var failure = Assert.IsType<ActivityOutcome.Failed>(OutcomeClassification.NoAnswer(Transaction, "connection refused")).Failure;

        Assert.Equal(new Failure("NO_ANSWER", "ledger did not answer: connection refused", true), failure);
    }

    private static Failure Fail(ActivityRequest request, int status, string body, TimeSpan? retryAfter = null) =>
        Assert.IsType<ActivityOutcome.Failed>(
            OutcomeClassification.Classify(request, new ServiceAnswer(status, Encoding.UTF8.GetBytes(body), retryAfter))).Failure;
}
