using System.Runtime.CompilerServices;
using Sluice.Client;

namespace Sluice.Runs;

/// <summary>Watches an instance through the API until it has ended, and posts the events it was given when their time comes.</summary>
/// <param name="client">The service.</param>
/// <param name="plan">What runs.</param>
/// <param name="workflow">The workflow as the service has stored it.</param>
/// <param name="interval">How long to wait between two looks.</param>
/// <param name="clock">Waits.</param>
internal sealed class InstanceFollower(SluiceClient client, RunPlan plan, Workflow workflow, TimeSpan interval, TimeProvider clock)
{
    private readonly EventQueue _events = new(plan.Events);
    private readonly HashSet<int> _answered = [];
    private readonly Dictionary<int, StageProgress> _ended = [];

    /// <summary>Yields how the run stands, again and again; the last time when the instance has ended.</summary>
    /// <param name="instanceId">The instance.</param>
    /// <param name="cancellationToken">Stops watching. The instance goes on.</param>
    /// <exception cref="ApiException">The service refused.</exception>
    /// <exception cref="HttpRequestException">The service did not answer.</exception>
    public async IAsyncEnumerable<RunSnapshot> FollowAsync(
        string instanceId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            var snapshot = await LookAsync(instanceId, cancellationToken);
            if (await PostAwaitedEventAsync(snapshot, cancellationToken))
            {
                snapshot = await LookAsync(instanceId, cancellationToken);
            }

            yield return snapshot;
            if (snapshot.Instance.Terminated)
            {
                yield break;
            }

            await Task.Delay(interval, clock, cancellationToken);
        }
    }

    // The instance is read first: when it says that it has ended, its histories are complete.
    private async Task<RunSnapshot> LookAsync(string instanceId, CancellationToken cancellationToken)
    {
        var instance = await client.GetInstanceAsync(instanceId, cancellationToken);
        var history = await client.GetInstanceHistoryAsync(instanceId, cancellationToken);
        var stages = new List<StageProgress>();
        for (var number = 0; number < workflow.Config.Stages.Count; number++)
        {
            stages.Add(number < history.Count
                ? await StartedAsync(instanceId, number, history[number], cancellationToken)
                : Pending(number));
        }

        return new RunSnapshot(instance, stages);
    }

    private async Task<StageProgress> StartedAsync(
        string instanceId, int number, InstanceHistoryEntry entry, CancellationToken cancellationToken)
    {
        if (_ended.TryGetValue(number, out var known))
        {
            return known;
        }

        var activities = await client.GetStageHistoryAsync(instanceId, number, cancellationToken);
        var current = activities.Count > 0 ? activities[^1] : null;
        var kind = StageDescription.KindOf(entry);
        var state = entry switch
        {
            { Terminated: false } => StageState.Running,
            { Error: not null } => StageState.Failed,
            _ => StageState.Succeeded,
        };
        // A stage that failed before it ran is reported as it stands in the definition.
        var description = StageDescription.Describe(kind, entry.Input, text => state is StageState.Failed ? Fill(text) : text);
        var stage = new StageProgress(number, kind, description, state)
        {
            StartedAt = entry.StartedAt,
            TerminatedAt = entry.TerminatedAt,
            Error = entry.Error,
            Attempt = current?.Attempt ?? 0,
            AttemptsMax = (int?)entry.Input.Member("$retry").Integer("maxAttempts"),
            LastFailure = current?.LastFailure,
            NextAttemptAt = current is { Terminated: false } ? current.NextExecution : null,
            AwaitedEvent = kind == "wait_event" ? StageDescription.EventOf(entry.Input, text => text) : null,
            EventPosted = _answered.Contains(number),
            Activities = activities,
        };
        if (entry.Terminated)
        {
            _ended[number] = stage;
        }

        return stage;
    }

    private StageProgress Pending(int number)
    {
        var stage = workflow.Config.Stages[number].EnumerateObject().First();
        var description = StageDescription.Describe(stage.Name, stage.Value, FillKnown);
        return new StageProgress(number, stage.Name, description, StageState.Pending);
    }

    private string Fill(string text) => Template.Fill(text, plan.Variables);

    // A stage to come may use what one before it finds out.
    private string FillKnown(string text) => Template.FillKnown(text, plan.Variables);

    private async Task<bool> PostAwaitedEventAsync(RunSnapshot snapshot, CancellationToken cancellationToken)
    {
        // A stage that was posted to may be seen waiting once more before it takes its event.
        if (snapshot.Current is not { AwaitedEvent: { } name, EventPosted: false } stage || !_events.TryTake(name))
        {
            return false;
        }

        await client.PostEventAsync(snapshot.Instance.Id, name, cancellationToken);
        _answered.Add(stage.Number);
        return true;
    }
}
