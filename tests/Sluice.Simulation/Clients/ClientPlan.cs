using Sluice.Engine.Instances;
using Sluice.Server.Workflows;
using Sluice.Simulation.Kernel;
using Sluice.Simulation.Runs;

namespace Sluice.Simulation.Clients;

/// <summary>What is to be asked of one instance, and when, counted from the beginning of the run.</summary>
internal sealed record ClientPlan(Workflow Workflow, InstanceId Instance, bool Keyed, IReadOnlyDictionary<string, string> Variables)
{
    internal TimeSpan StartAfter { get; private init; }

    /// <summary>When it is started again under the same key.</summary>
    internal IReadOnlyList<TimeSpan> Again { get; private init; } = [];

    internal IReadOnlyList<(TimeSpan After, string Name)> Events { get; private init; } = [];

    internal TimeSpan? AbortAfter { get; private init; }

    internal TimeSpan? WaitAfter { get; private init; }

    internal static ClientPlan Make(SeededRandom random, SimulationSettings settings, Workflow workflow, int number, TimeSpan chaos)
    {
        var most = (int)chaos.TotalMilliseconds;
        var keyed = random.Below(3) > 0;
        var start = random.Millis(0, most / 3);
        return new ClientPlan(
            workflow,
            keyed ? InstanceId.FromKey(workflow.Id, $"key-{number}") : new InstanceId(random.Guid(7)),
            keyed,
            random.Below(4) == 0 ? new Dictionary<string, string>() : new Dictionary<string, string> { ["who"] = random.Pick(["dave", "alice", ""]) })
        {
            StartAfter = start,
            Again = keyed ? Times(random.Below(3), 0) : [],
            Events = [.. Times(random.Below(4), 0).Select(after => (after, random.Pick(["a", "b"])))],
            AbortAfter = settings.Has(Fault.Abort) && random.Below(4) == 0 ? random.Millis(0, most) : null,
            WaitAfter = random.Below(3) == 0 ? random.Millis(0, most) : null,
        };

        IReadOnlyList<TimeSpan> Times(int count, int least) =>
            [.. Enumerable.Range(0, count).Select(_ => random.Below(2) == 0 ? start + random.Millis(least, 50) : random.Millis(least, most))];
    }
}
