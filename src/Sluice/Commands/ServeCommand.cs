using System.CommandLine;
using Sluice.Hosting;
using Sluice.Options;
using Sluice.Server.Activities.Authentication;
using Sluice.Server.Cluster;
using Sluice.Server.Hosting;
using Sluice.Server.Journal;
using Sluice.Server.Journal.Postgres;

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

        Events of instances and triggers are published with --publisher-nats-enabled, --publisher-kafka-enabled or
        --publisher-http-enabled. With --topics, events that others publish are consumed from NATS or Kafka, and start workflows
        through triggers.
        Metrics are at /metrics with --metrics, or pushed with --otel-metrics-exporter otlp.

        Every option is also an environment variable: --stack-url is STACK_URL, --max-parallel-activities is
        MAX_PARALLEL_ACTIVITIES. What the command line says wins, and empty variables do not count. The flags of existing
        deployments (temporal-*, licence-*, otel-traces-* and so on) are accepted; those that would ask for something this version
        does not do, such as auth-enabled, are refused.

        SIGINT and SIGTERM stop it gracefully; a second one stops it at once. Instances that have not ended go on when it is
        started again with the same --data or --postgres-uri.
        """;

    private const string WorkerHelp = """
        Execute instances without serving the API: one of several nodes on the same --postgres-uri. Nodes find each other through
        the database and share the work; sluice serve --worker=false is a node that only serves the API.

        --listen answers /_healthcheck and nothing else. All other options are those of sluice serve.
        """;

    private readonly ServerOptions _server = new("./data");
    private readonly ClusterFlags _cluster = new();
    private readonly SandboxFlags _sandbox = new("sandbox-");
    private readonly PostgresFlags _postgres = new();
    private readonly KafkaFlags _kafka = new();
    private readonly PublishingFlags _publishing = new();
    private readonly TelemetryFlags _telemetry = new();
    private readonly ConsumingFlags _consuming = new();
    private readonly DeploymentFlags _deployment = new();

    private readonly Option<Uri?> _stackUrl = new("--stack-url")
    {
        Description = "The stack in which instances move money [default: the sandbox, in this process]",
        HelpName = "URL",
        CustomParser = OptionParsing.One(OptionParsing.BaseUrl),
    };

    private readonly Option<Uri?> _stackPublicUrl = new("--stack-public-url")
    {
        Description = "The stack's address in links of its events; link() of triggers reads what is below it [default: only the stack's own]",
        HelpName = "URL",
        CustomParser = OptionParsing.One(OptionParsing.BaseUrl),
    };

    private readonly Option<IReadOnlyList<string>> _linkHosts = new("--link-host")
    {
        Description = "A further host that link() of triggers may read from, with its port unless that is 80 or 443; repeatable",
        HelpName = "HOST",
        Arity = ArgumentArity.OneOrMore,
        CustomParser = OptionParsing.Each(OptionParsing.Host),
        DefaultValueFactory = _ => [],
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
        Description = "Execute instances in this process; false leaves that to other nodes on the same --postgres-uri",
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

    private readonly bool _api;

    private ServeCommand(string name, string help, bool api, TimeProvider clock)
        : base(name, help)
    {
        _api = api;
        Option[] own = [_stackUrl, _stackPublicUrl, _linkHosts, _stackName, _stackClientId, _stackClientSecret, _worker, _parallelActivities, _waitMax];
        foreach (var option in _server.Options
            .Concat(_postgres.Options)
            .Concat(_cluster.Options)
            .Concat(own)
            .Concat(_publishing.Options)
            .Concat(_kafka.Options)
            .Concat(_consuming.Options)
            .Concat(_telemetry.Options)
            .Concat(_sandbox.Options)
            .Concat(_deployment.Options))
        {
            Options.Add(option);
        }

        SetAction((parsed, _) => RunAsync(parsed, clock));
    }

    /// <summary>The command that serves the API and, unless told not to, executes.</summary>
    public static ServeCommand Serve(TimeProvider clock) => new("serve", Help, api: true, clock);

    /// <summary>The command that only executes.</summary>
    public static ServeCommand Worker(TimeProvider clock) => new("worker", WorkerHelp, api: false, clock);

    private async Task<int> RunAsync(ParseResult parsed, TimeProvider clock)
    {
        _deployment.Check(parsed);
        var postgres = _postgres.Read(parsed);
        var cluster = Cluster(parsed, postgres);
        var credentials = Credentials(parsed);
        var kafka = _kafka.Read(parsed);
        var publishing = _publishing.Read(parsed, kafka);
        var consuming = _consuming.Read(parsed, _publishing.ReadNats(parsed), kafka);
        var telemetry = _telemetry.Read(parsed);
        var stackUrl = parsed.GetValue(_stackUrl);
        var sandbox = stackUrl is null;
        if (!sandbox && _sandbox.FirstGiven(parsed) is { } useless)
        {
            throw CommandException.Usage($"{useless.Name} is for the sandbox, which --stack-url leaves out");
        }

        using var address = BoundAddress.Bind(parsed.GetRequiredValue(_server.Listen));
        using var data = DataDirectory.Open(parsed.GetRequiredValue(_server.Data), sandbox);
        var sandboxOptions = sandbox ? _sandbox.Read(parsed, address, data) : null;
        var service = new SluiceOptions
        {
            DataDirectory = data.Path,
            Postgres = postgres,
            Cluster = cluster,
            StackUrl = stackUrl ?? address.Url,
            StackPublicUrl = parsed.GetValue(_stackPublicUrl) ?? sandboxOptions?.PublicUrl,
            LinkHosts = parsed.GetValue(_linkHosts) ?? [],
            StackName = parsed.GetValue(_stackName) ?? "",
            StackCredentials = credentials,
            Publishing = publishing,
            Consuming = consuming,
            Telemetry = telemetry,
            ParallelActivitiesMax = parsed.GetValue(_parallelActivities),
            WaitMax = parsed.GetValue(_waitMax),
        };

        await using var app = new StackHost(address, _server.Logs(parsed))
        {
            Service = service,
            Sandbox = sandboxOptions,
            Api = _api,
        }.Build();
        return await new Serving(app, _server.Stopping(parsed), clock).RunAsync(() =>
        {
            string[] ignored = [.. _deployment.WithoutEffect(parsed), .. _telemetry.WithoutEffect(parsed)];
            if (ignored.Length > 0)
            {
                parsed.InvocationConfiguration.Error.WriteLine($"accepted without effect in this version: {string.Join(", ", ignored)}");
            }

            var partitions = app.Services.GetRequiredService<IJournal>().PartitionCount;
            var kept = postgres is null ? data.Path : $"PostgreSQL, {postgres.Place}";
            Announce(parsed.InvocationConfiguration.Output, address.Url, $"{kept}, in {partitions} partitions", stackUrl, cluster);
        });
    }

    /// <returns>Null for a process that keeps its data for itself.</returns>
    private ClusterNodeOptions? Cluster(ParseResult parsed, PostgresOptions? postgres)
    {
        if (!_api && parsed.GetValue(_stackUrl) is null)
        {
            throw CommandException.Usage("sluice worker needs --stack-url: money moves in the stack that all nodes share");
        }

        if (!_api && !parsed.GetValue(_worker))
        {
            throw CommandException.Usage("--worker=false leaves sluice worker nothing to do");
        }

        return postgres is not null ? _cluster.Read(parsed, executes: parsed.GetValue(_worker))
            : !_api ? throw CommandException.Usage("sluice worker needs --postgres-uri, the database that all nodes share")
            : !parsed.GetValue(_worker) ? throw CommandException.Usage("--worker=false needs --postgres-uri, where other nodes execute")
            : _cluster.FirstGiven(parsed) is { } useless ? throw CommandException.Usage($"{useless.Name} needs --postgres-uri")
            : null;
    }

    private StackCredentials? Credentials(ParseResult parsed) => (parsed.GetValue(_stackClientId), parsed.GetValue(_stackClientSecret)) switch
    {
        (null or "", _) => null,
        (_, null or "") => throw CommandException.Usage("--stack-client-id needs --stack-client-secret"),
        var (id, secret) => new StackCredentials(id, secret),
    };

    private void Announce(TextWriter output, Uri url, string data, Uri? stackUrl, ClusterNodeOptions? cluster)
    {
        var root = url.AbsoluteUri.TrimEnd('/');
        output.WriteLine($"sluice     {ServerVersion.Current}");
        if (_api)
        {
            output.WriteLine($"API        {root}");
            output.WriteLine($"docs       {root}/docs");
        }
        else
        {
            output.WriteLine($"health     {root}/_healthcheck");
        }

        output.WriteLine($"stack      {(stackUrl is null ? $"sandbox, at {root}/api" : stackUrl)}");
        output.WriteLine($"data       {data}");
        if (cluster is not null)
        {
            output.WriteLine(
                $"node       {cluster.Advertise ?? cluster.Listen}, {(cluster.Executes ? "executes instances" : "leaves executing to others")}"
                + (cluster.Certificates is null ? "" : ", TLS"));
        }

        if (_api)
        {
            output.WriteLine();
            output.WriteLine($"try        sluice run examples/ledger-to-ledger.yaml --server {root}");
            output.WriteLine($"           curl {root}/v2/instances");
        }

        output.Flush();
    }
}
