using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Sluice.Engine;
using Sluice.Engine.Instances;
using Sluice.Engine.Triggers;
using Sluice.Expressions;
using Sluice.Server.Hosting;
using Sluice.Server.Partitions;
using Sluice.Server.Workflows;

namespace Sluice.Server.Triggers;

/// <summary>
/// The use case of a business event: whatever transport brought it, it starts the workflows of the triggers that want it, each once
/// however often the event is delivered.
/// </summary>
public sealed partial class HandleEvent(
    TriggerIndex index,
    IWorkflowStore workflows,
    IOccurrenceStore occurrences,
    StartInstance start,
    SluiceOptions options,
    TimeProvider clock,
    ILogger<HandleEvent> logger)
{
    /// <summary>Most events that are handled at a time; further ones are refused until some are done.</summary>
    public const int EventsMax = 1_024;

    /// <summary>How many filters one task asks, one after another. Less than this is not worth a second task.</summary>
    private const int FiltersPerTask = 256;

    /// <summary>How many of the triggers that want an event start their instances at a time: well below what a node lets wait.</summary>
    private const int StartsAtOnce = 64;

    private int _events;

    /// <summary>Handles an event.</summary>
    /// <param name="envelope">The event.</param>
    /// <param name="messageId">The transport's id of the message; null or empty when it has none.</param>
    /// <param name="cancellationToken">Gives up; what has been started stays, and is met again when the event is delivered again.</param>
    /// <returns>
    /// Null when everything that the event starts is durable: only then may it be acknowledged. Otherwise a refusal of the moment:
    /// the event is to be delivered again later.
    /// </returns>
    /// <remarks>An exception means the same as a refusal: the store or an owner could not be reached.</remarks>
    public async Task<Refusal?> HandleAsync(EventEnvelope envelope, string? messageId, CancellationToken cancellationToken)
    {
        var began = clock.GetTimestamp();
        var (matched, refused) = (0, true);
        try
        {
            if (Interlocked.Increment(ref _events) > EventsMax)
            {
                return new Refusal(RefusalKind.Overloaded, $"{EventsMax} events are being handled already; try again shortly");
            }

            var message = new Message(envelope, DedupeKey.OfMessage(envelope, messageId), TriggerExpressions.Environment(envelope.Payload));
            var candidates = await index.FindAsync(envelope.Type, envelope.Version, message.Environment, cancellationToken);
            var matching = new ConcurrentQueue<CompiledTrigger>();
            await Parallel.ForEachAsync(
                candidates.Chunk(FiltersPerTask),
                new ParallelOptions { CancellationToken = cancellationToken, MaxDegreeOfParallelism = Environment.ProcessorCount },
                (chunk, cancellation) => AskAsync(chunk, message, matching, cancellation));
            matched = matching.Count;
            var refusal = await StartAsync(matching, message, cancellationToken);
            refused = refusal is not null;
            return refusal;
        }
        finally
        {
            Interlocked.Decrement(ref _events);
            EventMetrics.OnHandled(matched, refused, clock.GetElapsedTime(began));
        }
    }

    private async ValueTask AskAsync(
        CompiledTrigger[] candidates, Message message, ConcurrentQueue<CompiledTrigger> matching, CancellationToken cancellationToken)
    {
        foreach (var trigger in candidates)
        {
            if (await WantsAsync(trigger, message, cancellationToken))
            {
                matching.Enqueue(trigger);
            }
        }
    }

    private async ValueTask<bool> WantsAsync(CompiledTrigger trigger, Message message, CancellationToken cancellationToken)
    {
        try
        {
            var result = await trigger.MatchAsync(message.Environment, cancellationToken);
            if (result.Error is { } error && trigger.IsFirstFilterFailure())
            {
                LogFilterFailed(trigger.Trigger.Id, message.Envelope.Type, error);
            }

            return result.Match;
        }
        catch (LinkUnavailableException exception)
        {
            // Whether it is wanted cannot be told, which is neither a match nor none: it must not go unseen.
            await FailAsync(trigger, message, exception.Message, cancellationToken);
            return false;
        }
    }

    private async Task<Refusal?> StartAsync(
        ConcurrentQueue<CompiledTrigger> matching, Message message, CancellationToken cancellationToken)
    {
        Refusal? refusal = null;
        await Parallel.ForEachAsync(
            matching,
            new ParallelOptions { CancellationToken = cancellationToken, MaxDegreeOfParallelism = StartsAtOnce },
            async (trigger, cancellation) =>
            {
                if (refusal is null && await FireAsync(trigger, message, cancellation) is { } refused)
                {
                    refusal = refused;
                }
            });
        return refusal;
    }

    private async Task<Refusal?> FireAsync(CompiledTrigger trigger, Message message, CancellationToken cancellationToken)
    {
        var (id, definition) = (trigger.Trigger.Id, trigger.Trigger.Definition);
        if (await workflows.FindAsync(definition.Workflow, cancellationToken) is not { DeletedAt: null })
        {
            return null;
        }

        var (variables, error) = await trigger.EvaluateVariablesAsync(message.Environment, cancellationToken);
        if (error is not null)
        {
            await FailAsync(trigger, message, error, cancellationToken);
            return null;
        }

        var key = DedupeKey.OfStart(message.Envelope, message.Key, options.StackName);
        var fired = new FiredEvent(new Firing(id, OccurrenceId.FromKey(id, key)), message.Envelope.Text);
        var result = await start.HandleAsync(InstanceId.FromTrigger(id, key), definition.Workflow, variables, fired);
        if (result.Refusal is { Kind: RefusalKind.Damaged } damaged)
        {
            // It was started long ago, and no delivery mends its records.
            LogDamaged(id, damaged.Message);
            return null;
        }

        if (result.Refusal is null)
        {
            EventMetrics.OnStarted();
        }
        else
        {
            EventMetrics.OnRefused();
        }

        return result.Refusal;
    }

    // By the message's key and never the object's: a failure does not use up the one run that an object has.
    private async Task FailAsync(CompiledTrigger trigger, Message message, string error, CancellationToken cancellationToken)
    {
        var id = trigger.Trigger.Id;
        var text = error.Length > Limits.FailureCharsMax ? error[..Limits.FailureCharsMax] : error;
        var failed = new Occurrence(
            OccurrenceId.FromKey(id, $"failed\n{message.Key}"), id, clock.GetUtcMicroseconds(), message.Envelope.Text, Instance: null, text);
        await occurrences.AddFailedAsync(failed, cancellationToken);
        EventMetrics.OnFailed();
        LogFailed(id, message.Envelope.Type);
    }

    /// <summary>An event with what is needed of it again and again.</summary>
    private sealed record Message(EventEnvelope Envelope, string Key, Value Environment);
}
