using Sluice.Chaos.Faults;
using Sluice.Chaos.Load;
using Sluice.Testing;

namespace Sluice.Chaos.Nodes;

/// <summary>
/// Real nodes on one real PostgreSQL, which they reach through a relay that can fall silent, moving money in a real sandbox, which
/// they reach through a relay that loses and repeats. Disposing ends all.
/// </summary>
internal sealed class ChaosCluster : ISystemUnderTest, IAsyncDisposable
{
    private static readonly TimeSpan UpWithin = TimeSpan.FromSeconds(90);

    private readonly TemporaryDirectory _data = new();
    private SluiceProcess _sandbox = null!;
    private volatile Uri _stack = null!;
    private int _turn;

    private ChaosCluster(PostgresServer postgres, string database, UnreliableStack stack)
    {
        (Postgres, Database, Stack) = (postgres, database, stack);
        DatabaseLine = new TcpRelay(new Uri(database).Port);
    }

    /// <summary>The database server.</summary>
    public PostgresServer Postgres { get; }

    /// <summary>The address of the nodes' database, past the relay.</summary>
    public string Database { get; }

    /// <summary>What stands between the nodes and the database.</summary>
    public TcpRelay DatabaseLine { get; }

    /// <summary>What stands between the nodes and the sandbox.</summary>
    public UnreliableStack Stack { get; }

    /// <summary>The nodes.</summary>
    public IReadOnlyList<Node> Nodes { get; private set; } = [];

    /// <summary>The next node in turn that is not known to be away, as a load balancer finds out: late.</summary>
    public Uri Server
    {
        get
        {
            var known = Nodes.Where(node => node.State == NodeState.Up).Select(node => node.Address).OfType<Uri>().ToList();
            var turn = (uint)Interlocked.Increment(ref _turn);
            return known.Count > 0 ? known[(int)(turn % (uint)known.Count)] : Nowhere;
        }
    }

    /// <inheritdoc/>
    public Uri Ledger => new(_stack, "/api/ledger/v2/");

    /// <inheritdoc/>
    public Uri Wallets => new(_stack, "/api/wallets/");

    /// <inheritdoc/>
    public Uri Payments => new(_stack, "/api/payments/");

    /// <summary>The last output of the nodes and of the sandbox.</summary>
    public string Output => $"{string.Join('\n', Nodes.Select(node => node.Output))}\n--- sandbox\n{_sandbox.Output}";

    // Nobody listens on the discard port of a machine of today: a request to it is one that was not sent.
    private static Uri Nowhere => new("http://127.0.0.1:9");

    /// <summary>Starts everything and waits until the database and the sandbox answer; the nodes may still be starting.</summary>
    public static async Task<ChaosCluster> StartAsync(int nodes, int seed)
    {
        var postgres = await PostgresServer.StartAsync();
        var cluster = new ChaosCluster(postgres, await postgres.CreateDatabaseAsync(), await UnreliableStack.StartAsync(seed));
        await cluster.StartSandboxAsync();

        // The first migrates the database; the others would only wait for it.
        cluster.Nodes = [new Node(0, cluster.Launch)];
        while (cluster.Nodes[0].Address is null)
        {
            if (await cluster.Nodes[0].LookAsync() is { } end)
            {
                throw new InvalidOperationException(end.Description);
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        }

        cluster.Nodes = [cluster.Nodes[0], .. Enumerable.Range(1, nodes - 1).Select(number => new Node(number, cluster.Launch))];
        return cluster;
    }

    /// <summary>Kills the sandbox and starts it again with what it had made durable.</summary>
    public async Task RestartSandboxAsync()
    {
        await _sandbox.DisposeAsync();
        await StartSandboxAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var node in Nodes)
        {
            await node.DisposeAsync();
        }

        await Stack.DisposeAsync();
        await _sandbox.DisposeAsync();
        await DatabaseLine.DisposeAsync();
        await Postgres.DisposeAsync();
        _data.Dispose();
    }

    private async Task StartSandboxAsync()
    {
        _sandbox = SluiceProcess.Start("sandbox", "--listen", "127.0.0.1:0", "--data", _data.Entry("sandbox"));
        _stack = await _sandbox.Address.WaitAsync(UpWithin, TimeProvider.System);
        Stack.PointAt(_stack);
    }

    private SluiceProcess Launch() => SluiceProcess.Start(
        "serve",
        "--listen", "127.0.0.1:0",
        "--data", _data.Entry("nodes"),
        "--postgres-uri", new UriBuilder(Database) { Port = DatabaseLine.Port }.Uri.AbsoluteUri,
        "--stack-url", Stack.Address.AbsoluteUri.TrimEnd('/'));
}
