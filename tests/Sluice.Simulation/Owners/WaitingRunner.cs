using Sluice.Engine.Activities;
using Sluice.Server.Activities;
using Sluice.Simulation.Kernel;

namespace Sluice.Simulation.Owners;

/// <summary>Lets attempts wait for their turn, as they do when many are out, so that some are withdrawn before they begin.</summary>
internal sealed class WaitingRunner(IActivityRunner runner, SimulatedProcess process, SeededRandom random, Func<bool> active) : IActivityRunner
{
    public bool Saturated => active() && random.Below(20) == 0;

    public async Task<ActivityOutcome?> RunAsync(ActivityAttempt attempt)
    {
        if (active() && random.Below(3) == 0)
        {
            var turn = random.Below(10) == 0 ? random.Millis(100, 3_000) : random.Micros(100, 50_000);
            await Task.Delay(turn, process.Clock);
        }

        return await runner.RunAsync(attempt);
    }
}
