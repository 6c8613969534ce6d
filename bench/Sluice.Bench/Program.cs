using System.CommandLine;
using Sluice.Bench;

var scenario = new Option<string>("--scenario")
{
    Description = "What to measure: noop (three stages that do nothing), send (one posting in a ledger in another process), "
        + "events (business events handed in, each wanted by 1 of 100 triggers, answered when the instance is durable), "
        + "crowd (the same with 10,000 triggers), scan (the same with 10,000 filters all of which have to be asked), "
        + "publish (what instances do is told over HTTP, to NATS and to Kafka), "
        + "bus (transactions of the sandbox in the same process, each of which fires 1 of 100 triggers), "
        + "nats (a full stream of NATS, alone and with as many poison messages in it), "
        + "nodes (noop and send on one, two and three nodes that share a PostgreSQL), "
        + "writes (rows committed to PostgreSQL by unnest and by COPY), "
        + "overload (starts offered at 1, 2, 5 and 10 times what the server can do), "
        + "sleepers (instances asleep, the wake of many at one instant, and a restart), "
        + "endurance (a mixed load for long, while the stack dies and stalls), "
        + "ack (starts at a low rate, answered when durable), cold (start of the process), or all.",
    DefaultValueFactory = _ => "all",
};
scenario.AcceptOnlyFromAmong("noop", "send", "events", "crowd", "scan", "publish", "bus", "nats", "nodes", "writes", "overload", "sleepers", "endurance", "ack", "cold", "all");
var store = new Option<string>("--store")
{
    Description = "What the servers keep their data in: sqlite or postgres.",
    DefaultValueFactory = _ => "sqlite",
};
store.AcceptOnlyFromAmong("sqlite", "postgres");
var uri = new Option<string?>("--postgres-uri") { Description = "The database to use instead of one in a PostgreSQL server of the run's own." };
var clients = new Option<string>("--clients")
{
    Description = "How many clients run a closed loop, one figure for each of these, separated by commas.",
    DefaultValueFactory = _ => "1,64,256",
};
var seconds = new Option<int>("--seconds") { Description = "How long each measurement lasts.", DefaultValueFactory = _ => 10 };
var warmup = new Option<int>("--warmup") { Description = "Seconds of the same load before each measurement.", DefaultValueFactory = _ => 3 };
var messages = new Option<int>("--messages") { Description = "How many events of NATS are consumed.", DefaultValueFactory = _ => 100_000 };
var sleepers = new Option<int>("--sleepers") { Description = "How many instances are put to sleep.", DefaultValueFactory = _ => 100_000 };
var connections = new Option<int>("--connections")
{
    Description = "How many connections offer the overload, each with one request out; a server refuses when 4,096 starts wait.",
    DefaultValueFactory = _ => OpenLoad.ConnectionsByDefault,
};
var slow = new Option<string>("--slow")
{
    Description = "What is slow during overload: nothing, clients (256 more that send a byte a second), "
        + "stack (200 ms a call; the load then moves money) or disk (20 ms a flush; SQLite's needs strace).",
    DefaultValueFactory = _ => SlowParts.Nothing,
};
slow.AcceptOnlyFromAmong(SlowParts.Nothing, SlowParts.Clients, SlowParts.Stack, SlowParts.Disk);
var json = new Option<FileInfo?>("--json") { Description = "Also write the figures to this file." };
var plot = new Option<FileInfo?>("--plot") { Description = "Draw what endurance or overload sees over the time into this file, as SVG." };

var command = new RootCommand("Measures a real server over HTTP on this machine, with the load coming from this process.")
{
    scenario, store, uri, clients, seconds, warmup, messages, sleepers, connections, slow, json, plot,
};
command.SetAction(async (parsed, cancellationToken) =>
{
    await using var kept = parsed.GetValue(store) == "postgres" ? await BenchStore.PostgresAsync(parsed.GetValue(uri)) : BenchStore.Embedded;
    var options = new BenchOptions(
        parsed.GetValue(scenario)!,
        kept,
        [.. parsed.GetValue(clients)!.Split(',').Select(count => int.Parse(count, System.Globalization.CultureInfo.InvariantCulture))],
        TimeSpan.FromSeconds(parsed.GetValue(warmup)),
        TimeSpan.FromSeconds(parsed.GetValue(seconds)),
        parsed.GetValue(messages),
        parsed.GetValue(sleepers),
        parsed.GetValue(connections),
        parsed.GetValue(slow)!);
    var report = await Benchmark.RunAsync(options, Console.Error.WriteLine, cancellationToken);
    Console.WriteLine(report.ToMarkdown());
    if (parsed.GetValue(json) is { } file)
    {
        await File.WriteAllTextAsync(file.FullName, report.ToJson(), cancellationToken);
    }

    if (parsed.GetValue(plot) is { } drawing && (report.Endurance?.ToSvg() ?? report.Overload?.ToSvg()) is { } svg)
    {
        await File.WriteAllTextAsync(drawing.FullName, svg, cancellationToken);
    }
});
return await command.Parse(args).InvokeAsync();
