using System.Globalization;
using System.Text.Json;
using Sluice.Testing;

namespace Sluice.EndToEnd.Tests.Cluster;

/// <summary>
/// Real nodes on one real PostgreSQL, moving money in one real sandbox. Nodes come and go as the test says; disposing ends all.
/// </summary>
internal sealed class ClusterUnderTest : IAsyncDisposable
{
    /// <summary>How many partitions a store has.</summary>
    public const int Partitions = 64;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly TemporaryDirectory _data = new();
    private readonly List<SluiceProcess> _nodes = [];
    private SluiceProcess _sandbox = null!;
    private string _database = null!;
    private Uri _stack = null!;

    private ClusterUnderTest(PostgresServer postgres) => Postgres = postgres;

    /// <summary>The database server.</summary>
    public PostgresServer Postgres { get; }

    /// <summary>What sends requests.</summary>
    public JsonOverHttp Http { get; } = new();

    /// <summary>The nodes that were started and neither killed nor stopped.</summary>
    public IReadOnlyList<SluiceProcess> Nodes
    {
        get
        {
            lock (_nodes)
            {
                return [.. _nodes];
            }
        }
    }

    /// <summary>Starts the database and the sandbox; no node yet.</summary>
    public static async Task<ClusterUnderTest> StartAsync()
    {
        var cluster = new ClusterUnderTest(await PostgresServer.StartAsync());
        cluster._database = await cluster.Postgres.CreateDatabaseAsync();
        cluster._sandbox = SluiceProcess.Start("sandbox", "--listen", "127.0.0.1:0", "--data", cluster._data.Entry("sandbox"));
        cluster._stack = await cluster._sandbox.Address;
        return cluster;
    }

    /// <summary>Starts a node and waits until it answers.</summary>
    /// <param name="command">The command: serve, or worker.</param>
    /// <param name="flags">Flags beyond those that every node has.</param>
    public async Task<SluiceProcess> StartNodeAsync(string command = "serve", params string[] flags)
    {
        var node = LaunchNode(command, flags);
        await JoinAsync(node);
        return node;
    }

    /// <summary>Starts a node without waiting for it; it is the caller's.</summary>
    public SluiceProcess LaunchNode(string command = "serve", params string[] flags) => Launch(_database, command, flags);

    /// <summary>Starts a node that reaches the database through a relay, and waits until it answers.</summary>
    /// <param name="relay">A relay to <see cref="Postgres"/>.</param>
    /// <param name="command">The command: serve, or worker.</param>
    public async Task<SluiceProcess> StartNodeBehindAsync(TcpRelay relay, string command = "serve")
    {
        var node = Launch(new UriBuilder(_database) { Port = relay.Port }.Uri.AbsoluteUri, command);
        await JoinAsync(node);
        return node;
    }

    /// <summary>Takes a node out of the list: callers no longer turn to it.</summary>
    public void Forget(SluiceProcess node)
    {
        lock (_nodes)
        {
            _nodes.Remove(node);
        }
    }

    /// <summary>As <c>kill -9</c>.</summary>
    public async Task KillAsync(SluiceProcess node)
    {
        Forget(node);
        await node.DisposeAsync();
    }

    /// <summary>How many partitions a node says it owns.</summary>
    public async Task<int> PartitionsOfAsync(SluiceProcess node) =>
        await Http.SendAsync(HttpMethod.Get, new Uri(await node.Address, "/_healthcheck"), null, null, CancellationToken.None) is Answer.Received answer
            ? answer.Body.GetProperty("partitions").GetInt32()
            : -1;

    /// <summary>Waits until the nodes own all partitions between them, none more than one more than another.</summary>
    public async Task UntilBalancedAsync(params SluiceProcess[] nodes)
    {
        using var deadline = new CancellationTokenSource(Patience, TimeProvider.System);
        var owned = Array.Empty<int>();
        do
        {
            Assert.False(deadline.IsCancellationRequested, $"partitions stay at {string.Join(' ', owned)}\n{Output}");
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
            owned = await Task.WhenAll(nodes.Select(PartitionsOfAsync));
        }
        while (owned.Sum() != Partitions || owned.Max() - owned.Min() > 1);
    }

    /// <summary>Creates a workflow through a node.</summary>
    /// <returns>Its id.</returns>
    public async Task<string> CreateWorkflowAsync(string stages)
    {
        var body = $$"""{"name":"w","stages":{{stages}}}""";
        var answer = await SendAsync(Nodes[0], HttpMethod.Post, "/v2/workflows", body);
        return answer.GetProperty("data").GetProperty("id").GetString()!;
    }

    /// <summary>Sends a request to a node that must succeed.</summary>
    public async Task<JsonElement> SendAsync(SluiceProcess node, HttpMethod method, string path, string? body = null)
    {
        var answer = await Http.SendAsync(method, new Uri(await node.Address, path), body, null, CancellationToken.None);
        return answer is Answer.Received { Status: >= 200 and < 300 } received
            ? received.Body
            : throw new InvalidOperationException($"{method} {path} gave {answer}\n{Output}");
    }

    /// <summary>How much an account of the sandbox's default ledger has received.</summary>
    public async Task<long> ReceivedAsync(string account)
    {
        var body = await Http.GetAsync(new Uri(_stack, $"/api/ledger/v2/default/accounts/{account}?expand=volumes"), CancellationToken.None);
        return body.GetProperty("data").GetProperty("volumes").EnumerateObject().Sum(asset => asset.Value.GetProperty("input").GetInt64());
    }

    /// <summary>The last output of every living node.</summary>
    public string Output => string.Join('\n', Nodes.Select(node => string.Create(CultureInfo.InvariantCulture, $"--- node {node.Id}\n{node.Output}")));

    public async ValueTask DisposeAsync()
    {
        foreach (var node in Nodes)
        {
            await node.DisposeAsync();
        }

        await _sandbox.DisposeAsync();
        await Postgres.DisposeAsync();
        Http.Dispose();
        _data.Dispose();
    }

    private SluiceProcess Launch(string database, string command, params string[] flags) => SluiceProcess.Start(
    [
        command, "--listen", "127.0.0.1:0", "--data", _data.Entry("nodes"), "--postgres-uri", database,
        "--stack-url", _stack.AbsoluteUri.TrimEnd('/'), .. flags,
    ]);

    private async Task JoinAsync(SluiceProcess node)
    {
        await node.Address.WaitAsync(Patience, TimeProvider.System);
        lock (_nodes)
        {
            _nodes.Add(node);
        }
    }
}
