using System.CommandLine;
using Sluice.Hosting;
using Sluice.Options;
using Sluice.Server.Hosting;
using Sluice.Server.Journal;

namespace Sluice.Commands;

/// <summary><c>sluice serve</c>: the service, and without another stack also the sandbox it moves play money in.</summary>
internal sealed class ServeCommand : Command, IDeployedCommand
{
    private const string Help = """
        Serve the API and execute instances.

        Without --stack-url the sandbox stack is served by the same process: ledgers under /api/ledger, payments under
        /api/payments and tokens under /api/auth, for development and tests. With --stack-url, instances move money in that
        stack.

        Every option is also an environment variable: --stack-url is STACK_URL, --max-parallel-activities is
        MAX_PARALLEL_ACTIVITIES. What the command line says wins, and empty variables do not count. The flags of existing
        deployments (temporal-*, licence-*, otel-* and so on) are accepted; those that would ask for something this version
        does not do, such as postgres-uri or auth-enabled, are refused.

        SIGINT and SIGTERM stop it gracefully; a second one stops it at once. Instances that have not ended go on when it is
        started again with the same --data.
        """;

    private readonly ServerOptions _server = new("./data");
    private readonly SandboxFlags _sandbox = new("sandbox-");
    private readonly DeploymentFlags _deployment = new();

    private readonly Option<Uri?> _stackUrl = new("--stack-url")
    {
        Description = "The stack in which instances move money [default: the sandbox, in this process]",
        HelpName = "URL",
        CustomParser = OptionParsing.One(OptionParsing.BaseUrl),
    };

    private readonly Option<bool> _worker = new("--worker")
    {
        Description = "Execute instances in this process, as this version always does",
        DefaultValueFactory = _ => true,
    };

    private readonly Option<int> _parallelActivities = new("--max-parallel-activities", "--temporal-max-parallel-activities")
    {
        Description = "How many calls to the stack may be out at a time",
        HelpName = "N",
        CustomParser = OptionParsing.One(OptionParsing.Positive),
        DefaultValueFactory = _ => new SluiceOptions().ParallelActivitiesMax,
    };

    public ServeCommand(TimeProvider clock)
        : base("serve", Help)
    {
        IEnumerable<Option> own = [_stackUrl, _worker, _parallelActivities];
        foreach (var option in _server.Options.Concat(own).Concat(_sandbox.Options).Concat(_deployment.Options))
        {
            Options.Add(option);
        }

        SetAction((parsed, _) => RunAsync(parsed, clock));
    }

    private async Task<int> RunAsync(ParseResult parsed, TimeProvider clock)
    {
        _deployment.Check(parsed);
        if (!parsed.GetValue(_worker))
        {
            throw CommandException.Usage("--worker=false is not supported by this version yet");
        }

        var stackUrl = parsed.GetValue(_stackUrl);
        var sandbox = stackUrl is null;
        if (!sandbox && _sandbox.FirstGiven(parsed) is { } useless)
        {
            throw CommandException.Usage($"{useless.Name} is for the sandbox, which --stack-url leaves out");
        }

        using var address = BoundAddress.Bind(parsed.GetRequiredValue(_server.Listen));
        using var data = DataDirectory.Open(parsed.GetRequiredValue(_server.Data), sandbox);
        var service = new SluiceOptions
        {
            DataDirectory = data.Path,
            StackUrl = stackUrl ?? address.Url,
            ParallelActivitiesMax = parsed.GetValue(_parallelActivities),
        };

        await using var app = new StackHost(address, _server.Logs(parsed))
        {
            Service = service,
            Sandbox = sandbox ? _sandbox.Read(parsed, address, data) : null,
        }.Build();
        return await new Serving(app, _server.Stopping(parsed), clock).RunAsync(() =>
        {
            if (_deployment.WithoutEffect(parsed) is { Count: > 0 } ignored)
            {
                parsed.InvocationConfiguration.Error.WriteLine($"accepted without effect in this version: {string.Join(", ", ignored)}");
            }

            var partitions = app.Services.GetRequiredService<IJournal>().PartitionCount;
            Announce(parsed.InvocationConfiguration.Output, address.Url, data, stackUrl, partitions);
        });
    }

    private static void Announce(TextWriter output, Uri url, DataDirectory data, Uri? stackUrl, int partitions)
    {
        var root = url.AbsoluteUri.TrimEnd('/');
        output.WriteLine($"sluice     {ServerVersion.Current}");
        output.WriteLine($"API        {root}");
        output.WriteLine($"docs       {root}/docs");
        output.WriteLine($"stack      {(stackUrl is null ? $"sandbox, at {root}/api" : stackUrl)}");
        output.WriteLine($"data       {data.Path}, in {partitions} partitions");
        output.WriteLine();
        output.WriteLine($"try        sluice run examples/ledger-to-ledger.yaml --server {root}");
        output.WriteLine($"           curl {root}/v2/instances");
        output.Flush();
    }
}
