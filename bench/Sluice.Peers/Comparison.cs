using System.Globalization;
using Sluice.Bench;

namespace Sluice.Peers;

/// <summary>
/// Measures every line on one system after the other, each freshly started on fresh data, so that what else the machine does meanwhile
/// meets all of them alike.
/// </summary>
internal static class Comparison
{
    public static async Task<PeersReport> RunAsync(PeersOptions options, Action<string> say, CancellationToken cancellationToken)
    {
        var machine = Machine.Describe();
        say("The limits of the stores");
        var limits = await PhysicalLimits.MeasureAsync(cancellationToken);
        await using var echo = await EchoProcess.StartAsync();
        var measuring = new Measuring(echo, options);
        var loops = new List<LoopFigure>();
        foreach (var scenario in options.Scenarios.Where(scenario => scenario != Scenario.Sleep))
        {
            foreach (var clients in options.Clients)
            {
                var line = new List<LoopFigure>();
                foreach (var name in Enumerable.Repeat(options.Systems, options.Rounds).SelectMany(systems => systems))
                {
                    await using var system = await StartAsync(name, options.Packages, echo, cancellationToken);
                    var figure = await measuring.LoopAsync(name, system, scenario, clients, cancellationToken);
                    say(string.Create(CultureInfo.InvariantCulture, $"{scenario}, {clients} clients, {name}: {figure.PerSecond:N0} per second, p50 {figure.P50Milliseconds:N2} ms"));
                    line.Add(figure);
                }

                loops.AddRange(line.GroupBy(figure => figure.System).Select(rounds => LoopFigure.Median([.. rounds])));
            }
        }

        var sleeps = new List<SleepFigure>();
        foreach (var name in options.Scenarios.Contains(Scenario.Sleep) ? options.Systems : [])
        {
            await using var system = await StartAsync(name, options.Packages, echo, cancellationToken);
            var figure = await measuring.SleepAsync(name, system, cancellationToken);
            say(string.Create(CultureInfo.InvariantCulture, $"{figure.Sleepers} sleepers, {name}: {figure.PerSecond:N0} per second, {figure.DiskBytesEach:N0} bytes each"));
            sleeps.Add(figure);
        }

        return new PeersReport(machine, limits, loops, sleeps);
    }

    private static Task<ISystemUnderTest> StartAsync(string name, NodePackages packages, EchoProcess echo, CancellationToken cancellationToken) =>
        name switch
        {
            SystemNames.SluiceOnSqlite => SluiceSystem.StartAsync(echo.Address, onPostgres: false, cancellationToken),
            SystemNames.SluiceOnPostgres => SluiceSystem.StartAsync(echo.Address, onPostgres: true, cancellationToken),
            SystemNames.Restate => RestateSystem.StartAsync(packages, echo.Transactions, cancellationToken),
            SystemNames.Dbos => DbosSystem.StartAsync(packages, echo.Transactions),
            _ => throw new ArgumentOutOfRangeException(nameof(name), name, "no such system"),
        };
}
