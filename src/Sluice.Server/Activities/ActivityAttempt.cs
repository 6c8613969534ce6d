using Sluice.Engine.Activities;

namespace Sluice.Server.Activities;

/// <summary>
/// One attempt on its way out. Until it begins it can be withdrawn; once begun it runs to its outcome. Which of the two comes
/// first is decided here, once, whatever threads ask.
/// </summary>
/// <param name="request">What to send.</param>
/// <param name="idempotencyKey">What the receiver recognizes a repeated attempt by.</param>
/// <param name="sentBefore">Whether an earlier attempt may have reached the receiver.</param>
public sealed class ActivityAttempt(ActivityRequest request, string idempotencyKey, bool sentBefore)
{
    private const int Waiting = 0;
    private const int Begun = 1;
    private const int Withdrawn = 2;

    private int _phase = Waiting;

    /// <summary>What to send.</summary>
    public ActivityRequest Request { get; } = request;

    /// <summary>What the receiver recognizes a repeated attempt by.</summary>
    public string IdempotencyKey { get; } = idempotencyKey;

    /// <summary>Whether an earlier attempt may have reached the receiver, by this owner or another one.</summary>
    public bool SentBefore { get; } = sentBefore;

    /// <summary>Called by the runner just before it sends.</summary>
    /// <returns>False when the attempt was withdrawn and must not be sent.</returns>
    public bool TryBegin() => Interlocked.CompareExchange(ref _phase, Begun, Waiting) == Waiting;

    /// <summary>Called by the owner that no longer wants the attempt.</summary>
    /// <returns>False when it has begun, and its outcome must be awaited.</returns>
    public bool TryWithdraw() => Interlocked.CompareExchange(ref _phase, Withdrawn, Waiting) != Begun;
}
