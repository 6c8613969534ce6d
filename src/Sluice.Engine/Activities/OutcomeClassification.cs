using System.Text.Json;
using Sluice.Engine.Json;

namespace Sluice.Engine.Activities;

/// <summary>Decides what an answer means for an activity. Pure, so that every row of the rules is a line in a test table.</summary>
public static class OutcomeClassification
{
    private const string Conflict = "CONFLICT";

    /// <summary>Classifies an answer that arrived.</summary>
    /// <param name="request">What was asked.</param>
    /// <param name="answer">What came back.</param>
    /// <param name="sentBefore">Whether an earlier attempt may have reached the service, so that this one may only repeat it.</param>
    public static ActivityOutcome Classify(ActivityRequest request, ServiceAnswer answer, bool sentBefore)
    {
        var json = ParseBody(answer.Body.GetValueOrDefault());
        if (answer.Status is >= 200 and <= 299)
        {
            return Accepted(request, answer, json);
        }

        var code = StringOf(json, "errorCode");
        var message = StringOf(json, "errorMessage");
        if (SaysItIsDone(request, code, message, sentBefore))
        {
            return new ActivityOutcome.Succeeded(null);
        }

        var text = (code, message) switch
        {
            _ when answer.Status == 404 && request is GetWallet => "wallet not found",
            (_, { Length: > 0 }) => message,
            ({ Length: > 0 }, _) => $"{code}: status {answer.Status} from {request.Service}",
            _ => EmptyRefusal(request, answer.Status),
        };
        var retryable = IsRetryable(request, answer.Status, code, message);
        return new ActivityOutcome.Failed(
            new Failure(code is { Length: > 0 } ? code : $"HTTP_{answer.Status}", text, retryable, retryable ? answer.RetryAfter : null));
    }

    /// <summary>Classifies an attempt that got no answer: its effect may or may not be in the stack.</summary>
    /// <param name="request">What was asked.</param>
    /// <param name="reason">What went wrong, such as <c>connection refused</c> or <c>no answer within 60 s</c>.</param>
    public static ActivityOutcome NoAnswer(ActivityRequest request, string reason) =>
        new ActivityOutcome.Failed(new Failure(Failure.NoAnswer, $"{request.Service} did not answer: {reason}", Retryable: true));

    private static ActivityOutcome Accepted(ActivityRequest request, ServiceAnswer answer, JsonElement? json)
    {
        if (answer.Body is null)
        {
            // Too large to record, but an answer all the same.
            return IsAnswerNeeded(request)
                ? new ActivityOutcome.Failed(new Failure(
                    "ANSWER_TOO_LARGE", $"{request.Service} answered more than {Limits.ActivityOutputBytesMax} bytes", Retryable: false))
                : new ActivityOutcome.Succeeded(null);
        }

        // What stands between us and the service may answer for it, with a page that says anything but what became of the money.
        // The service itself answers a repetition as it did before, so asking again is safe.
        return IsAnswerOf(request, answer.Body.Value.IsEmpty, json)
            ? new ActivityOutcome.Succeeded(json)
            : new ActivityOutcome.Failed(new Failure(
                "ANSWER_UNREADABLE", $"{request.Service} answered {answer.Status} with something else than it should", Retryable: true));
    }

    /// <summary>Whether a success has the form of the service's answers.</summary>
    private static bool IsAnswerOf(ActivityRequest request, bool empty, JsonElement? json) => request switch
    {
        CreateTransaction => StackAnswers.Member(json, "data") is not null,
        _ when IsAnswerNeeded(request) => json is not null,
        _ => empty || json is not null,
    };

    /// <summary>Whether the stage cannot go on without what the service answers.</summary>
    private static bool IsAnswerNeeded(ActivityRequest request) =>
        request is GetAccount or GetWallet or ListWallets or GetPayment or ListConnectors or DebitWallet { Data.Pending: true };

    /// <summary>Whether a refusal says that what is asked for is the case already, by an earlier attempt of ours.</summary>
    private static bool SaysItIsDone(ActivityRequest request, string? code, string? message, bool sentBefore) => request switch
    {
        CreateLedger => code == "LEDGER_ALREADY_EXISTS",
        // The reference is made of the instance's id: nobody else uses it, and a proxy that repeats what it got no answer to can make
        // the first attempt meet itself. A conflict about the key says that an attempt is under way, which may yet be refused.
        CreateTransferInitiation => code == Conflict && !SpeaksOfKey(message),
        ConfirmHold or VoidHold => sentBefore && code == "HOLD_CLOSED",
        _ => false,
    };

    private static string EmptyRefusal(ActivityRequest request, int status) => (status, request) switch
    {
        (404, CreditWallet or DebitWallet) => "wallet not found",
        (404, ConfirmHold or VoidHold) => "hold not found",
        _ => $"unexpected status {status} from {request.Service}",
    };

    private static bool IsRetryable(ActivityRequest request, int status, string? code, string? message) => status switch
    {
        401 or 408 or 425 or 429 or >= 500 => true,
        // Funds may still arrive: flows are written to rely on that. A hold gets no more than it was opened with.
        _ when code == Failure.InsufficientFund => request is not ConfirmHold,
        // An earlier attempt of ours is still being committed, and the next attempt will be answered with its result. Giving up
        // here would fail a flow whose money has moved.
        409 => IsAboutOurKey(request, message),
        _ => false,
    };

    /// <summary>Whether a conflict is about the idempotency key. A reference can conflict as well.</summary>
    private static bool IsAboutOurKey(ActivityRequest request, string? message) => request switch
    {
        CreateTransaction { Data.Reference: not null } or CreateTransferInitiation => SpeaksOfKey(message),
        CreateTransaction or AddAccountMetadata or CreditWallet or DebitWallet or ConfirmHold or VoidHold => true,
        _ => false,
    };

    private static bool SpeaksOfKey(string? message) => message?.Contains("idempotency", StringComparison.OrdinalIgnoreCase) == true;

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
            && JsonText.TryRead(value, out var text)
            ? text.Length > Limits.FailureCharsMax ? string.Concat(text.AsSpan(0, Limits.FailureCharsMax), "…") : text
            : null;
}
