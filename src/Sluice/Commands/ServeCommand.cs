using System.CommandLine;
using Sluice.Hosting;
using Sluice.Options;
using Sluice.Server.Activities.Authentication;
using Sluice.Server.Hosting;
using Sluice.Server.Journal;

namespace Sluice.Commands;

/// <summary><c>sluice serve</c>: the service, and without another stack also the sandbox it moves play money in.</summary>
internal sealed class ServeCommand : Command, IDeployedCommand
{
    private const string Help = """
        Serve the API and execute instances.

        Without --stack-url the sandbox stack is served by the same process, under /api/ledger, /api/wallets, /api/payments and
        /api/auth: play money that needs nothing else. With --stack-url, instances move money in that stack. A stack that asks
        who calls it gets tokens, which are fetched from it with --stack-client-id and --stack-client-secret. Give the secret as
        STACK_CLIENT_SECRET: other users of a machine can read its command lines.

        With --postgres-uri a PostgreSQL database keeps everything, and --data is for the sandbox alone.

        Events of instances and triggers are published with --publisher-nats-enabled or --publisher-http-enabled.

        Every option is also an environment variable: --stack-url is STACK_URL, --max-parallel-activities is
        MAX_PARALLEL_ACTIVITIES. What the command line says wins, and empty variables do not count. The flags of existing
        deployments (temporal-*, licence-*, otel-* and so on) are accepted; those that would ask for something this version
        does not do, such as auth-enabled, are refused.

        SIGINT and SIGTERM stop it gracefully; a second one stops it at once. Instances that have not ended go on when it is
        started again with the same --data or --postgres-uri.
        """;

    private readonly ServerOptions _server = new("./data");
    private readonly SandboxFlags _sandbox = new("sandbox-");
    private readonly PostgresFlags _postgres = new();
    private readonly PublishingFlags _publishing = new();
    private readonly DeploymentFlags _deployment = new();

    private readonly Option<Uri?> _stackUrl = new("--stack-url")
    {
        Description = "The stack in which instances move money [default: the sandbox, in this process]",
        HelpName = "URL",
        CustomParser = OptionParsing.One(OptionParsing.BaseUrl),
    };

    private readonly Option<string> _stackName = new("--stack")
    {
        Description = "The stack's name: triggers run once per payment and account of it [default: empty]",
        HelpName = "NAME",
        DefaultValueFactory = _ => "",
    };

    private readonly Option<string?> _stackClientId = new("--stack-client-id")
    {
        Description = "The client that calls to the stack are authorized as [default: they are sent without authorization]",
        HelpName = "ID",
    };

    private readonly Option<string?> _stackClientSecret = new("--stack-client-secret")
    {
        Description = "The secret of that client",
        HelpName = "SECRET",
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

    private readonly Option<TimeSpan> _waitMax = new("--wait-max")
    {
        Description = "How long a start with wait=true may wait for the instance's end [default: 10m]",
        HelpName = "DURATION",
        CustomParser = OptionParsing.One(OptionParsing.Duration),
        DefaultValueFactory = _ => new SluiceOptions().WaitMax,
    };

    public ServeCommand(TimeProvider clock)
        : base("serve", Help)
    {
        Option[] own = [_stackUrl, _stackName, _stackClientId, _stackClientSecret, _worker, _parallelActivities, _waitMax];
        foreach (var option in _server.Options.Concat(_postgres.Options).Concat(own).Concat(_publishing.Options).Concat(_sandbox.Options).Concat(_deployment.Options))
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

        var credentials = Credentials(parsed);
        var publishing = _publishing.Read(parsed);
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
            Postgres = _postgres.Read(parsed),
            StackUrl = stackUrl ?? address.Url,
            StackName = parsed.GetValue(_stackName) ?? "",
            StackCredentials = credentials,
            Publishing = publishing,
            ParallelActivitiesMax = parsed.GetValue(_parallelActivities),
            WaitMax = parsed.GetValue(_waitMax),
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
            var kept = service.Postgres is { } postgres ? $"PostgreSQL, {postgres.Place}" : data.Path;
            Announce(parsed.InvocationConfiguration.Output, address.Url, kept, stackUrl, partitions);
        });
    }

    private StackCredentials? Credentials(ParseResult parsed) => (parsed.GetValue(_stackClientId), parsed.GetValue(_stackClientSecret)) switch
    {
        (null or "", _) => null,
        (_, null or "") => throw CommandException.Usage("--stack-client-id needs --stack-client-secret"),
        var (id, secret) => new StackCredentials(id, secret),
    };

    private static void Announce(TextWriter output, Uri url, string kept, Uri? stackUrl, int partitions)
    {
        var root = url.AbsoluteUri.TrimEnd('/');
        output.WriteLine($"sluice     {ServerVersion.Current}");
        output.WriteLine($"API        {root}");
        output.WriteLine($"docs       {root}/docs");
        output.WriteLine($"stack      {(stackUrl is null ? $"sandbox, at {root}/api" : stackUrl)}");
        output.WriteLine($"data       {kept}, in {partitions} partitions");
        output.WriteLine();
        output.WriteLine($"try        sluice run examples/ledger-to-ledger.yaml --server {root}");
        output.WriteLine($"           curl {root}/v2/instances");
        output.Flush();
    }
}
