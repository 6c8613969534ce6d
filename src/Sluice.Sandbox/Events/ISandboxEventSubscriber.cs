namespace Sluice.Sandbox.Events;

/// <summary>
/// Receives what the sandbox committed; register any number in the container. Each is called once per event, in commit
/// order, after the commit is durable and before its caller is answered.
/// </summary>
/// <remarks>
/// Delivery is at most once: a crash between commit and call loses the event, and a subscriber that throws is logged and not called
/// again for it. Who must not miss any is an <see cref="ISandboxEventConsumer"/>.
/// </remarks>
public interface ISandboxEventSubscriber
{
    /// <summary>Takes one event. It runs on the ledger's only writer, so it must hand over and return at once.</summary>
    void OnEvent(SandboxEvent sandboxEvent);
}
