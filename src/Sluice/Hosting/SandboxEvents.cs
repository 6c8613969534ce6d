using System.Text;
using Sluice.Sandbox.Events;
using Sluice.Server.Triggers;

namespace Sluice.Hosting;

/// <summary>The bus of a process that is its own stack: what the sandbox commits reaches the service's triggers, without a broker.</summary>
internal sealed partial class SandboxEvents(HandleEvent handle, TriggerIndex index, ILogger<SandboxEvents> logger) : ISandboxEventConsumer
{
    public bool Wants(string type) => index.MayWant(type);

    public async Task ConsumeAsync(SandboxEvent sandboxEvent, CancellationToken cancellationToken)
    {
        if (EventEnvelope.TryParse(Encoding.UTF8.GetBytes(sandboxEvent.ToEnvelope()), out var envelope) is { } problem)
        {
            // No delivery would make it better.
            LogUnusable(sandboxEvent.Type, problem);
            return;
        }

        if (await handle.HandleAsync(envelope!, messageId: null, cancellationToken) is { } refusal)
        {
            throw new InvalidOperationException(refusal.Message);
        }
    }

    [LoggerMessage(EventId = 720, Level = LogLevel.Warning, Message = "An event of type {EventType} was dropped: {Problem}")]
    private partial void LogUnusable(string eventType, string problem);
}
