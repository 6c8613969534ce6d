namespace Sluice.Sandbox.Http;

/// <summary>Why a request is not carried out, as the wire says it.</summary>
internal sealed record Refusal(int Status, string Code, string Message)
{
    /// <summary>Seconds after which to try again, when trying again can help.</summary>
    public int? RetryAfterSeconds { get; init; }
}
