using System.Diagnostics;
using System.Globalization;
using Sluice.Bench;

namespace Sluice.Peers;

/// <summary>Takes the figures of a freshly started system.</summary>
/// <param name="echo">What the workflows call.</param>
/// <param name="options">How long and how much.</param>
internal sealed class Measuring(EchoProcess echo, PeersOptions options)
{
    private const int WarmupClients = 64;
    private const int SleepClients = 64;

    private static readonly TimeSpan BetweenCounts = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan AsleepWithin = TimeSpan.FromMinutes(20);
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan FlushFor = TimeSpan.FromSeconds(1);

    public async Task<LoopFigure> LoopAsync(
        string name, ISystemUnderTest system, Scenario scenario, int clients, CancellationToken cancellationToken)
    {
        var work = await system.PrepareAsync(scenario, cancellationToken);
        var calls = await echo.CallsAsync(cancellationToken);
        var (warmups, _) = await ClosedLoop.RunAsync(system.Address, work, WarmupClients, options.Warmup, cancellationToken);

        var flushes = Machine.MeasureFlushes(FlushFor);
        var tree = new ProcessTree(system.Processes);
        var (cpu, ours, machine) = (tree.CpuSeconds(), LoadCpu(), CpuUse.MachineSeconds());
        var (each, elapsed) = await ClosedLoop.RunAsync(system.Address, work, clients, options.Duration, cancellationToken);
        (cpu, ours, machine) = (tree.CpuSeconds() - cpu, LoadCpu() - ours, CpuUse.MachineSeconds() - machine);
        if (scenario == Scenario.Calls)
        {
            await CheckCallsAsync(calls + (3L * (warmups.Count + each.Count)), cancellationToken);
        }

        var sorted = each.Order().ToArray();
        return new LoopFigure(
            scenario,
            clients,
            name,
            sorted.Length / elapsed,
            Percentile(sorted, 0.50) * 1_000,
            Percentile(sorted, 0.99) * 1_000,
            cpu / (sorted.Length / 1_000.0),
            tree.ResidentMiB(),
            Math.Max(0, machine - cpu - ours) / elapsed,
            ours / elapsed,
            flushes);
    }

    public async Task<SleepFigure> SleepAsync(string name, ISystemUnderTest system, CancellationToken cancellationToken)
    {
        // Warm for starts, without a sleeper yet.
        await ClosedLoop.RunAsync(
            system.Address, await system.PrepareAsync(Scenario.Noop, cancellationToken), WarmupClients, options.Warmup, cancellationToken);
        var work = await system.PrepareAsync(Scenario.Sleep, cancellationToken);
        await Task.Delay(Settling, TimeProvider.System, cancellationToken);

        var flushes = Machine.MeasureFlushes(FlushFor);
        var clock = TimeProvider.System;
        var tree = new ProcessTree(system.Processes);
        var (memory, disk, cpu, began) = (tree.ResidentMiB(), DiskUse.Bytes(system.Data), tree.CpuSeconds(), clock.GetTimestamp());
        await ClosedLoop.RunAsync(system.Address, work, SleepClients, options.Sleepers, cancellationToken);
        var acknowledged = clock.GetElapsedTime(began);
        while (await system.CountSleepersAsync(cancellationToken) < options.Sleepers)
        {
            if (clock.GetElapsedTime(began) > AsleepWithin)
            {
                throw new TimeoutException($"{name}: {await system.CountSleepersAsync(cancellationToken)} of {options.Sleepers} instances sleep");
            }

            await Task.Delay(BetweenCounts, clock, cancellationToken);
        }

        var asleep = clock.GetElapsedTime(began);
        cpu = tree.CpuSeconds() - cpu;
        await Task.Delay(Settling, clock, cancellationToken);
        var resident = tree.ResidentMiB();
        return new SleepFigure(
            options.Sleepers,
            name,
            options.Sleepers / asleep.TotalSeconds,
            options.Sleepers / acknowledged.TotalSeconds,
            cpu / (options.Sleepers / 1_000.0),
            resident,
            (resident - memory) * (1 << 20) / options.Sleepers,
            (double)(DiskUse.Bytes(system.Data) - disk) / options.Sleepers,
            flushes);
    }

    private double LoadCpu()
    {
        using var self = Process.GetCurrentProcess();
        return self.TotalProcessorTime.TotalSeconds + new ProcessTree([echo.Id]).CpuSeconds();
    }

    private async Task CheckCallsAsync(long expected, CancellationToken cancellationToken)
    {
        var calls = await echo.CallsAsync(cancellationToken);
        if (calls != expected)
        {
            throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"{calls} calls were made, {expected} were due."));
        }
    }

    // The smallest sample that at least this share of the samples does not exceed.
    private static double Percentile(double[] sorted, double share) => sorted[(int)Math.Ceiling(share * sorted.Length) - 1];
}
