using System.CommandLine;
using Sluice.Simulation.Runs;

var seed = new Option<ulong?>("--seed") { Description = "Runs this seed alone." };
var seeds = new Option<ulong>("--seeds") { Description = "How many seeds to run.", DefaultValueFactory = _ => 1_000 };
var from = new Option<ulong>("--from") { Description = "The first of them." };
var parallel = new Option<int>("--parallel") { Description = "On how many threads.", DefaultValueFactory = _ => 1 };
var trace = new Option<bool>("--trace") { Description = "Prints what happens, with --seed." };
var shrink = new Option<bool>("--shrink") { Description = "Looks for a shorter run that fails in the same way, with --seed." };
var without = new Option<Fault[]>("--without") { Description = "Leaves kinds of faults out.", AllowMultipleArgumentsPerToken = true };
var instances = new Option<int>("--instances") { Description = "Most instances.", DefaultValueFactory = _ => new SimulationSettings(0).InstancesMax };
var stages = new Option<int>("--stages") { Description = "Most stages of a workflow.", DefaultValueFactory = _ => new SimulationSettings(0).StagesMax };
var disturbances = new Option<int>("--disturbances")
{
    Description = "Most crashes, takeovers, pauses and handovers.",
    DefaultValueFactory = _ => new SimulationSettings(0).DisturbancesMax,
};
var bug = new Option<string?>("--bug") { Description = "Plants a bug, by its name; 'all' plants each in turn until it is found." };

var command = new RootCommand("Runs Sluice's engine and partitions in a simulated world, from seeds.")
{
    seed, seeds, from, parallel, trace, shrink, without, instances, stages, disturbances, bug,
};
command.SetAction(result =>
{
    if (result.GetValue(bug) == "all")
    {
        return Reports.FindBugs();
    }

    var settings = new SimulationSettings(result.GetValue(seed) ?? result.GetValue(from))
    {
        Faults = (result.GetValue(without) ?? []).Aggregate(Fault.All, (faults, fault) => faults & ~fault),
        InstancesMax = result.GetValue(instances),
        StagesMax = result.GetValue(stages),
        DisturbancesMax = result.GetValue(disturbances),
    };
    return result.GetValue(seed) is null
        ? Reports.RunMany(settings, result.GetValue(seeds), result.GetValue(parallel), result.GetValue(bug))
        : Reports.RunOne(settings, result.GetValue(trace), result.GetValue(shrink), result.GetValue(bug));
});
return command.Parse(args).Invoke();
