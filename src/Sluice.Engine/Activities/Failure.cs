using System.Text.Json.Serialization;

namespace Sluice.Engine.Activities;

/// <summary>Why an attempt failed, as data: it is recorded, and the retry policy decides what follows.</summary>
/// <param name="Code">The service's error code, or one of ours for answers that carry none.</param>
/// <param name="Message">The text that histories show. Never empty.</param>
/// <param name="Retryable">Whether another attempt may succeed.</param>
/// <param name="RetryAfter">The earliest time to try again that the service asked for, counted from its answer.</param>
public sealed record Failure(string Code, string Message, bool Retryable, TimeSpan? RetryAfter = null)
{
    /// <summary>The code of a source that holds too little, which may change without our doing.</summary>
    public const string InsufficientFund = "INSUFFICIENT_FUND";

    /// <summary>The code of an attempt that the service did not answer.</summary>
    public const string NoAnswer = "NO_ANSWER";

    /// <summary>The code of an attempt that could not be made for want of a token.</summary>
    public const string NoToken = "NO_TOKEN";

    /// <summary>Whether the service did not take part in the attempt at all. An outage does not use attempts up.</summary>
    [JsonIgnore]
    public bool IsUnanswered => Code is NoAnswer or NoToken;

    /// <summary>
    /// Whether the attempt may have had its effect all the same. A refusal says that neither it nor an earlier attempt with the
    /// same key had: a service that recognizes the key answers with what it did.
    /// </summary>
    [JsonIgnore]
    public bool LeavesEffectOpen => Retryable && Code != InsufficientFund;
}
