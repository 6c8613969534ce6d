using Sluice.Engine.Instances;
using Sluice.Engine.Workflows;
using Sluice.Server.Journal;
using Sluice.Server.Triggers;

namespace Sluice.Server.Publishing;

/// <summary>What the bus is told of a recorded turn. Pure: the same record always makes the same messages.</summary>
/// <remarks>
/// <para>
/// The idempotency key is the instance, the record's sequence, the event's place in the record and the message's type. It is made
/// of what is recorded alone, so that a message which is published again, by whatever version, has the key that it had before.
/// </para>
/// <para>
/// A stage whose content does not resolve has begun as far as the histories tell, so it is told of like any other that fails:
/// STARTED_WORKFLOW_STAGE, then FAILED_WORKFLOW_STAGE, which waits until open holds are voided if there are any.
/// </para>
/// </remarks>
public static class EventMessages
{
    /// <summary>Whether an event is told of at all.</summary>
    public static bool IsPublished(InstanceEvent @event) => @event
        is InstanceEvent.Started or InstanceEvent.StageStarted or InstanceEvent.StageRejected or InstanceEvent.StageSucceeded
        or InstanceEvent.StageFailed or InstanceEvent.Succeeded or InstanceEvent.Failed or InstanceEvent.Canceled;

    /// <summary>The messages of a record, in the order they are to be published in.</summary>
    /// <param name="record">The record.</param>
    /// <param name="events">What its payload holds.</param>
    /// <param name="workflow">The workflow that the instance runs.</param>
    public static IReadOnlyList<PublishedMessage> Of(JournalRecord record, IReadOnlyList<InstanceEvent> events, WorkflowId workflow)
    {
        var messages = new List<PublishedMessage>();
        for (var place = 0; place < events.Count; place++)
        {
            switch (events[place])
            {
                case InstanceEvent.Started { Firing: var firing }:
                    AddWorkflow("STARTED_WORKFLOW", place);
                    if (firing is not null)
                    {
                        Add(
                            "SUCCEEDED_TRIGGER",
                            place,
                            ("id", firing.Occurrence),
                            ("triggerID", firing.Trigger),
                            ("workflowInstanceID", record.Instance));
                    }

                    break;
                case InstanceEvent.StageStarted e:
                    AddStage("STARTED_WORKFLOW_STAGE", place, e.Stage);
                    break;
                case InstanceEvent.StageRejected e:
                    AddStage("STARTED_WORKFLOW_STAGE", place, e.Stage);

                    // With holds to void first, the end of the stage has an event of its own.
                    if (events.ElementAtOrDefault(place + 1) is not InstanceEvent.StageFailing)
                    {
                        AddFailedStage(place, e.Stage, e.Error);
                    }

                    break;
                case InstanceEvent.StageSucceeded e:
                    AddStage("SUCCEEDED_WORKFLOW_STAGE", place, e.Stage);
                    break;
                case InstanceEvent.StageFailed e:
                    AddFailedStage(place, e.Stage, e.Error);
                    break;
                case InstanceEvent.Succeeded:
                    AddWorkflow("SUCCEEDED_WORKFLOW", place);
                    break;
                case InstanceEvent.Failed e:
                    AddFailedWorkflow(place, e.Error);
                    break;
                case InstanceEvent.Canceled:
                    AddFailedWorkflow(place, InstanceDecider.CanceledError);
                    break;
            }
        }

        return messages;

        void AddWorkflow(string type, int place) => Add(type, place, ("id", workflow), ("instanceID", record.Instance));

        void AddFailedWorkflow(int place, string error) => Add(
            "FAILED_WORKFLOW", place, ("id", workflow), ("instanceID", record.Instance), ("error", MessageEnvelope.Error(error)));

        void AddStage(string type, int place, int stage) =>
            Add(type, place, ("id", workflow), ("instanceID", record.Instance), ("number", stage));

        void AddFailedStage(int place, int stage, string error) => Add(
            "FAILED_WORKFLOW_STAGE",
            place,
            ("id", workflow),
            ("instanceID", record.Instance),
            ("number", stage),
            ("error", MessageEnvelope.Error(error)));

        void Add(string type, int place, params ReadOnlySpan<(string, object)> payload) =>
            messages.Add(
            MessageEnvelope.Write(record.Instance.Value, $"{record.Instance}-{record.Sequence}-{place}-{type}", record.At, type, payload));
    }

    /// <summary>The message of a firing that started nothing.</summary>
    public static PublishedMessage OfFailed(Occurrence occurrence) => MessageEnvelope.Write(
        occurrence.Id.Value,
        $"{occurrence.Id}-FAILED_TRIGGER",
        occurrence.Date,
        "FAILED_TRIGGER",
        ("id", occurrence.Id),
        ("triggerID", occurrence.Trigger),
        ("error", MessageEnvelope.Error(occurrence.Error)));
}
