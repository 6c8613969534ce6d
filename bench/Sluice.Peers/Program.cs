using System.CommandLine;
using System.Globalization;
using Sluice.Peers;

var packages = new Option<DirectoryInfo>("--packages") { Description = "Where npm installed the peers: the directory of package.json.", Required = true };
var systems = new Option<string>("--systems") { Description = "Who is measured, separated by commas.", DefaultValueFactory = _ => string.Join(',', SystemNames.All) };
var work = new Option<string>("--work") { Description = "What is measured, separated by commas.", DefaultValueFactory = _ => "noop,calls,event,sleep" };
var clients = new Option<string>("--clients") { Description = "How many clients run each closed loop, separated by commas.", DefaultValueFactory = _ => "1,64,256" };
var seconds = new Option<int>("--seconds") { Description = "How long each closed loop lasts.", DefaultValueFactory = _ => 8 };
var rounds = new Option<int>("--rounds") { Description = "How often each closed loop is measured, in turns with the other systems; medians are given.", DefaultValueFactory = _ => 1 };
var warmup = new Option<int>("--warmup") { Description = "Seconds of the same work before that, with 64 clients.", DefaultValueFactory = _ => 5 };
var sleepers = new Option<int>("--sleepers") { Description = "How many instances sleep.", DefaultValueFactory = _ => 100_000 };
var json = new Option<FileInfo?>("--json") { Description = "Also write the figures to this file." };
var markdown = new Option<FileInfo?>("--markdown") { Description = "Also write the tables to this file." };
var command = new RootCommand("Measures Sluice beside Restate and DBOS: the same work, durable, on this machine, one after the other.")
{
    packages, systems, work, clients, seconds, rounds, warmup, sleepers, json, markdown,
};
command.SetAction(async (parsed, cancellationToken) =>
{
    var options = new PeersOptions(
        new NodePackages(parsed.GetValue(packages)!.FullName),
        parsed.GetValue(systems)!.Split(','),
        [.. parsed.GetValue(work)!.Split(',').Select(name => Enum.Parse<Scenario>(name, ignoreCase: true))],
        [.. parsed.GetValue(clients)!.Split(',').Select(count => int.Parse(count, CultureInfo.InvariantCulture))],
        parsed.GetValue(rounds),
        TimeSpan.FromSeconds(parsed.GetValue(warmup)),
        TimeSpan.FromSeconds(parsed.GetValue(seconds)),
        parsed.GetValue(sleepers));
    var report = await Comparison.RunAsync(options, Console.Error.WriteLine, cancellationToken);
    Console.WriteLine(report.ToMarkdown());
    if (parsed.GetValue(markdown) is { } page)
    {
        await File.WriteAllTextAsync(page.FullName, report.ToMarkdown(), cancellationToken);
    }

    if (parsed.GetValue(json) is { } file)
    {
        await File.WriteAllTextAsync(file.FullName, report.ToJson(), cancellationToken);
    }
});

var port = new Option<int>("--port") { Description = "The loopback port to listen on.", Required = true };
var echo = new Command("echo", "Answers every call as a ledger would that has committed a transaction.") { port };
echo.SetAction((parsed, cancellationToken) => EchoServer.RunAsync(parsed.GetValue(port), cancellationToken));
command.Subcommands.Add(echo);

// By default a signal leaves two seconds, too few to end the servers and delete their data on a busy machine.
return await command.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromMinutes(1) });
