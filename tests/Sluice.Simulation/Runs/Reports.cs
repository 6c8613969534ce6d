using System.Globalization;
using Sluice.Simulation.Kernel;
using Sluice.Simulation.Planted;

namespace Sluice.Simulation.Runs;

/// <summary>What <c>sluice-sim</c> prints.</summary>
internal static class Reports
{
    private static readonly TimeSpan ProgressEvery = TimeSpan.FromSeconds(30);

    /// <summary>Plants each bug and prints the first seed that finds it, and what it finds.</summary>
    internal static int FindBugs()
    {
        var unseen = 0;
        foreach (var bug in PlantedBug.All)
        {
            var found = SeedRange.OnOwnThread(() => SeedRange.FirstFailure(0, (ulong)bug.SeedsMax, bug.Wiring));
            unseen += found is null ? 1 : 0;
            Console.WriteLine(found is { } first
                ? $"{bug.Name,-34} seed {first.Settings.Seed,5} of {bug.SeedsMax,5}: {first.Result.Violation!.Invariant,-10} {first.Result.Violation.Text}"
                : $"{bug.Name,-34} UNSEEN in {bug.SeedsMax} seeds");
        }

        return unseen == 0 ? 0 : 1;
    }

    /// <summary>Runs one seed and prints what it came to.</summary>
    internal static int RunOne(SimulationSettings settings, bool trace, bool shrink, string? bug)
    {
        var wiring = WiringOf(bug);
        var lines = new Trace();
        var result = SeedRange.OnOwnThread(() => SimulatedRun.Run(settings, wiring, lines));
        if (shrink && result.Violation is { } violation)
        {
            settings = SeedRange.OnOwnThread(() => Shrinker.Shrink(settings, violation, wiring));
            lines = new Trace();
            result = SeedRange.OnOwnThread(() => SimulatedRun.Run(settings, wiring, lines));
        }

        if (trace || shrink)
        {
            foreach (var line in lines.Lines)
            {
                Console.WriteLine(line);
            }
        }

        Console.WriteLine(Describe(settings, result, bug));
        Console.WriteLine(Invariant(
            $"{result.Steps} steps in {result.Span}, {result.Instances} instances, {result.Records} records, {result.Effects} effects, {result.Owners} owners; trace {lines.Fingerprint:x16}"));
        return result.Violation is null ? 0 : 1;
    }

    /// <summary>Runs many seeds, each failing one of which is shrunk and printed.</summary>
    internal static int RunMany(SimulationSettings settings, ulong count, int parallel, string? bug)
    {
        var wiring = WiringOf(bug);
        var totals = new Totals(TimeProvider.System, parallel);
        var next = settings.Seed;
        var gate = new Lock();
        var threads = Enumerable.Range(0, parallel).Select(_ => new Thread(Work)).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        Console.WriteLine(totals);
        return totals.Failed == 0 ? 0 : 1;

        void Work()
        {
            while (true)
            {
                ulong seed;
                lock (gate)
                {
                    if (next == settings.Seed + count)
                    {
                        return;
                    }

                    seed = next++;
                }

                var one = settings with { Seed = seed };
                var result = SimulatedRun.Run(one, wiring);
                var told = result.Violation is null ? null : Failure(one, result, wiring, bug);
                lock (gate)
                {
                    totals.Add(result);
                    if (told is not null)
                    {
                        Console.WriteLine(told);
                    }

                    if (totals.IsTimeFor(ProgressEvery))
                    {
                        Console.WriteLine(totals);
                    }
                }
            }
        }
    }

    /// <summary>A failing seed, and the shortest run found that fails in the same way.</summary>
    internal static string Failure(SimulationSettings settings, SimulationResult result, Wiring? wiring, string? bug = null)
    {
        var shrunk = Shrinker.Shrink(settings, result.Violation!, wiring);
        var lines = new Trace();
        var shortest = SimulatedRun.Run(shrunk, wiring, lines);
        return string.Join(
            Environment.NewLine,
            [Describe(settings, result, bug), "The shortest run that was found to fail in the same way:", .. lines.Lines, Describe(shrunk, shortest, bug)]);
    }

    private static string Describe(SimulationSettings settings, SimulationResult result, string? bug)
    {
        var verdict = result.Violation is { } violation ? $"FAILED {violation.Invariant}: {violation.Text}" : "held";
        return $"seed {settings.Seed} {verdict}{Environment.NewLine}again: sluice-sim {settings.ToArguments()}{(bug is null ? "" : $" --bug {bug}")} --trace";
    }

    private static Wiring? WiringOf(string? bug) => bug is null
        ? null
        : PlantedBug.All.FirstOrDefault(planted => planted.Name == bug)?.Wiring ?? throw new ArgumentException($"there is no bug '{bug}'");

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    /// <summary>What the seeds so far came to.</summary>
    private sealed class Totals(TimeProvider clock, int threads)
    {
        private readonly long _started = clock.GetTimestamp();
        private readonly TimeSpan _cpuBefore = Environment.CpuUsage.TotalTime;
        private long _told = clock.GetTimestamp();
        private long _seeds;
        private long _steps;
        private long _instances;
        private long _records;
        private long _effects;
        private long _owners;

        internal long Failed { get; private set; }

        internal void Add(SimulationResult result)
        {
            _seeds++;
            _steps += result.Steps;
            _instances += result.Instances;
            _records += result.Records;
            _effects += result.Effects;
            _owners += result.Owners;
            Failed += result.Violation is null ? 0 : 1;
        }

        internal bool IsTimeFor(TimeSpan pause)
        {
            if (clock.GetElapsedTime(_told) < pause)
            {
                return false;
            }

            _told = clock.GetTimestamp();
            return true;
        }

        public override string ToString()
        {
            var (passed, cpu) = (clock.GetElapsedTime(_started), Environment.CpuUsage.TotalTime - _cpuBefore);
            return Invariant(
                $"{_seeds} seeds, {Failed} failed; {_seeds / passed.TotalHours:F0} an hour on {threads} threads, {cpu.TotalMilliseconds / _seeds:F2} ms of CPU each ({_seeds / cpu.TotalHours:F0} an hour and core); ")
                + Invariant($"per seed {_steps / (double)_seeds:F0} steps, {_instances / (double)_seeds:F1} instances, {_records / (double)_seeds:F0} records, {_effects / (double)_seeds:F1} effects, {_owners / (double)_seeds:F1} owners");
        }
    }
}
