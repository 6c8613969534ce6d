using Sluice.Client;

namespace Sluice.Runs;

/// <summary>How a run stands at one moment.</summary>
/// <param name="Instance">The instance.</param>
/// <param name="Stages">Every stage of the workflow, in order.</param>
internal sealed record RunSnapshot(Instance Instance, IReadOnlyList<StageProgress> Stages)
{
    /// <summary>The stage that runs; unset between two stages and after the end.</summary>
    public StageProgress? Current => Stages.FirstOrDefault(stage => stage.State is StageState.Running);
}
