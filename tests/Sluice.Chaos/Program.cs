using System.CommandLine;
using Sluice.Chaos;

var kills = new Option<int>("--kills") { Description = "How many nodes are killed with kill -9.", DefaultValueFactory = _ => 100 };
var seed = new Option<int>("--seed") { Description = "What faults and load are drawn from [default: random, and printed].", DefaultValueFactory = _ => Random.Shared.Next() };
var nodes = new Option<int>("--nodes") { Description = "How many nodes there are, at least two.", DefaultValueFactory = _ => 3 };
var callers = new Option<int>("--callers") { Description = "How many callers start instances at the same time.", DefaultValueFactory = _ => 12 };
var minutes = new Option<int>("--minutes") { Description = "No new storm begins after so many minutes.", DefaultValueFactory = _ => 120 };
var late = new Option<int>("--late")
{
    Description = "How many milliseconds a timer may be late, of its time or of the end of the disturbance that it fell into.",
    DefaultValueFactory = _ => 1_000,
};
nodes.Validators.Add(result =>
{
    if (result.GetValue(nodes) < 2)
    {
        result.AddError("--nodes: at least two, for somebody has to take over");
    }
});

var command = new RootCommand("Kills, freezes and cuts off the nodes of a real cluster under load, and audits what is left.")
{
    kills, seed, nodes, callers, minutes, late,
};
command.SetAction(async (parsed, cancellationToken) =>
{
    var options = new ChaosOptions(
        parsed.GetValue(kills),
        parsed.GetValue(seed),
        parsed.GetValue(nodes),
        parsed.GetValue(callers),
        TimeSpan.FromMinutes(parsed.GetValue(minutes)),
        TimeSpan.FromMilliseconds(parsed.GetValue(late)));
    var report = await ChaosRun.RunAsync(options, Console.WriteLine, cancellationToken);
    Console.WriteLine(report);
    return report.Findings.Count == 0 ? 0 : 1;
});
return await command.Parse(args).InvokeAsync();
