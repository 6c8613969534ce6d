using System.Text.Json;
using Sluice.Chaos.Flows;
using Sluice.Testing;

namespace Sluice.Chaos.Load;

/// <summary>
/// Brings a run to its end once nothing is killed any more: waits until every instance has ended or waits for an event nobody has
/// posted, notes how many waits each passed, then posts the missing events and waits until nothing runs.
/// </summary>
internal sealed class Rest(ISystemUnderTest sluice, JsonOverHttp http, IReadOnlyDictionary<Flow, string> workflowIds, IReadOnlyList<StartRecord> starts)
{
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(200);

    private readonly Dictionary<string, Flow> _flows = workflowIds.ToDictionary(pair => pair.Value, pair => pair.Key);

    private readonly Dictionary<string, StartRecord> _startsByInstance = starts
        .SelectMany(start => start.InstanceIds.Select(id => (id, start)))
        .ToDictionary(pair => pair.id, pair => pair.start);

    private bool _allEventsPosted;

    /// <summary>Returns the findings: instances that did not come to rest, events that were refused.</summary>
    public async Task<IReadOnlyList<string>> ReachAsync(CancellationToken cancellationToken)
    {
        if (await UntilNoneMovesAsync(cancellationToken) is { Count: > 0 } stuck)
        {
            return stuck;
        }

        foreach (var start in starts.Where(start => start.IsAcknowledged && start.Flow.WaitStages.Count > 0))
        {
            start.WaitsPassedAtRest = (await ReadAsync(start.InstanceIds.First(), cancellationToken)).WaitsPassed;
        }

        var refused = await PostMissingEventsAsync(cancellationToken);
        return [.. refused, .. await UntilNoneMovesAsync(cancellationToken)];
    }

    private async Task<List<string>> UntilNoneMovesAsync(CancellationToken cancellationToken)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var moving = await RunningAsync(cancellationToken).Where(instance => !MayWait(instance)).ToListAsync(cancellationToken);
            if (moving.Count == 0)
            {
                return [];
            }

            if (TimeProvider.System.GetElapsedTime(began) > Within)
            {
                return [.. moving.Select(instance =>
                    $"instance {instance.Id} ({instance.Flow.Name}) has not come to rest: stage {instance.LastStage}, "
                    + $"{_startsByInstance.GetValueOrDefault(instance.Id)?.EventsAccepted ?? 0} accepted events")];
            }

            await Task.Delay(BetweenLooks, TimeProvider.System, cancellationToken);
        }
    }

    private async Task<List<string>> PostMissingEventsAsync(CancellationToken cancellationToken)
    {
        var findings = new List<string>();
        foreach (var instance in await RunningAsync(cancellationToken).ToListAsync(cancellationToken))
        {
            for (var missing = instance.Flow.WaitStages.Count - instance.WaitsPassed; missing > 0; missing--)
            {
                var answer = await http.SendAsync(
                    HttpMethod.Post, new Uri(sluice.Server, $"/v2/instances/{instance.Id}/events"), Flow.Event, null, cancellationToken);
                if (answer is not Answer.Received { Status: 204 })
                {
                    findings.Add($"an event for waiting instance {instance.Id} was answered {answer}");
                }
            }
        }

        _allEventsPosted = true;
        return findings;
    }

    private bool MayWait(RunningInstance instance) =>
        !_allEventsPosted
        && instance.Flow.WaitStages.Contains(instance.LastStage)
        && instance.WaitsPassed >= (_startsByInstance.GetValueOrDefault(instance.Id)?.EventsAccepted ?? 0);

    private async IAsyncEnumerable<RunningInstance> RunningAsync(
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Read to the end before looking closer: the pages shift while instances end.
        var running = new List<string>();
        await foreach (var item in http.ListAsync(new Uri(sluice.Server, "/v2/instances?running=true&pageSize=100"), cancellationToken))
        {
            running.Add(item.GetProperty("id").GetString()!);
        }

        foreach (var id in running)
        {
            var instance = await ReadAsync(id, cancellationToken);
            if (!instance.Terminated)
            {
                yield return instance;
            }
        }
    }

    private async Task<RunningInstance> ReadAsync(string id, CancellationToken cancellationToken)
    {
        var data = (await http.GetAsync(new Uri(sluice.Server, $"/v2/instances/{id}"), cancellationToken)).GetProperty("data");
        var flow = _flows[data.GetProperty("workflowID").GetString()!];
        var stages = data.TryGetProperty("status", out var status) ? status.EnumerateArray().ToList() : [];
        var passed = stages.Count(stage => flow.WaitStages.Contains(StageOf(stage)) && HasPassed(stage));
        var last = stages.Count == 0 ? -1 : stages.Max(StageOf);
        return new RunningInstance(id, flow, data.GetProperty("terminated").GetBoolean(), last, passed);
    }

    // A wait that an abort ended has passed nothing.
    private static bool HasPassed(JsonElement status) => status.TryGetProperty("terminatedAt", out _) && !status.TryGetProperty("error", out _);

    private static int StageOf(JsonElement status) => status.GetProperty("stage").GetInt32();

    private sealed record RunningInstance(string Id, Flow Flow, bool Terminated, int LastStage, int WaitsPassed);
}
