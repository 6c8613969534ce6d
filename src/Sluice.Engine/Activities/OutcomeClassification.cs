using System.Text.Json;

namespace Sluice.Engine.Activities;

/// <summary>Decides what an answer means for an activity. Pure, so that every row of the rules is a line in a test table.</summary>
public static class OutcomeClassification
{
    private const string InsufficientFund = "INSUFFICIENT_FUND";

    /// <summary>Classifies an answer that arrived.</summary>
    /// <param name="request">What was asked.</param>
    /// <param name="answer">What came back.</param>
    public static ActivityOutcome Classify(ActivityRequest request, ServiceAnswer answer)
    {
        var json = ParseBody(answer.Body);
        if (answer.Status is >= 200 and <= 299)
        {
            return new ActivityOutcome.Succeeded(json);
        }

        var code = StringOf(json, "errorCode");
        var message = StringOf(json, "errorMessage");
        var text = (code, message) switch
        {
            (_, { Length: > 0 }) => message,
            ({ Length: > 0 }, _) => $"{code}: status {answer.Status} from {request.Service}",
            _ => $"unexpected status {answer.Status} from {request.Service}",
        };
        var retryable = IsRetryable(request, answer.Status, code);
        return new ActivityOutcome.Failed(
            new Failure(code is { Length: > 0 } ? code : $"HTTP_{answer.Status}", text, retryable, retryable ? answer.RetryAfter : null));
    }

    /// <summary>Classifies an attempt that got no answer: its effect may or may not be in the stack.</summary>
    /// <param name="request">What was asked.</param>
    /// <param name="reason">What went wrong, such as <c>connection refused</c> or <c>no answer within 60 s</c>.</param>
    public static ActivityOutcome NoAnswer(ActivityRequest request, string reason) =>
        new ActivityOutcome.Failed(new Failure("NO_ANSWER", $"{request.Service} did not answer: {reason}", Retryable: true));

    /// <summary>Classifies an answer that is larger than what can be recorded. The effect is in the stack; its report is not.</summary>
    /// <param name="request">What was asked.</param>
    public static ActivityOutcome AnswerTooLarge(ActivityRequest request) =>
        new ActivityOutcome.Failed(
            new Failure("ANSWER_TOO_LARGE", $"{request.Service} answered more than {Limits.ActivityOutputBytesMax} bytes", Retryable: false));

    private static bool IsRetryable(ActivityRequest request, int status, string? code) => status switch
    {
        401 or 408 or 425 or 429 or >= 500 => true,
        // Funds may still arrive: flows are written to rely on that.
        _ when code == InsufficientFund => true,
        // Without a reference only our own key can conflict: an earlier attempt of ours is still being committed, and the next
        // attempt will be answered with its result. Giving up here would fail a flow whose money has moved.
        409 when request is CreateTransaction { Data.Reference: null } or AddAccountMetadata => true,
        _ => false,
    };

    private static JsonElement? ParseBody(ReadOnlyMemory<byte> body)
    {
        if (body.IsEmpty)
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? StringOf(JsonElement? json, string name) =>
        json is { ValueKind: JsonValueKind.Object } body && body.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
