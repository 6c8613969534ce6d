namespace Sluice.Sandbox.Events;

/// <summary>
/// Takes what the sandbox committed, for good; register at most one in the container. An event is stored in the commit of its cause
/// and given to the consumer until the consumer has taken it: at least once, whatever crashes. Several are given at a time, about in
/// the order of their commits.
/// </summary>
/// <remarks>
/// An event that is given again has the same <see cref="SandboxEvent.IdempotencyKey"/>. Who would rather hear of events at once and
/// can do without some of them is an <see cref="ISandboxEventSubscriber"/>.
/// </remarks>
public interface ISandboxEventConsumer
{
    /// <summary>Whether to store events of a type. Asked within the commit, by the ledger's only writer, so it must answer at once.</summary>
    bool Wants(string type);

    /// <summary>Takes one event. When the task completes it is taken; when it fails, the event is given again after a while.</summary>
    /// <param name="sandboxEvent">The event.</param>
    /// <param name="cancellationToken">The sandbox stops; the event is given again after the next start.</param>
    Task ConsumeAsync(SandboxEvent sandboxEvent, CancellationToken cancellationToken);
}
