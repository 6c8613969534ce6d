using Sluice.Simulation.Planted;

namespace Sluice.Simulation.Runs;

/// <summary>Runs many seeds, each on its own, on threads that belong to the simulation alone.</summary>
internal static class SeedRange
{
    /// <summary>Runs seeds one after another until one fails.</summary>
    /// <param name="from">The first seed.</param>
    /// <param name="count">How many.</param>
    /// <param name="wiring">The bug that is planted; null for none.</param>
    /// <param name="finished">Called after each seed.</param>
    /// <returns>The settings of the first that failed and its result; null when none did.</returns>
    internal static (SimulationSettings Settings, SimulationResult Result)? FirstFailure(
        ulong from, ulong count, Wiring? wiring = null, Action<SimulationResult>? finished = null)
    {
        for (var seed = from; seed < from + count; seed++)
        {
            var settings = new SimulationSettings(seed);
            var result = SimulatedRun.Run(settings, wiring);
            finished?.Invoke(result);
            if (result.Violation is not null)
            {
                return (settings, result);
            }
        }

        return null;
    }

    /// <summary>Runs something on a thread without a synchronization context, as every run needs it.</summary>
    internal static T OnOwnThread<T>(Func<T> run)
    {
        var result = default(T);
        System.Runtime.ExceptionServices.ExceptionDispatchInfo? error = null;
        var thread = new Thread(() =>
        {
            try
            {
                result = run();
            }
            catch (Exception exception)
            {
                error = System.Runtime.ExceptionServices.ExceptionDispatchInfo.Capture(exception);
            }
        });
        thread.Start();
        thread.Join();
        error?.Throw();
        return result!;
    }
}
