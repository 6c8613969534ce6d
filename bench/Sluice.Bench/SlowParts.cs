using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Sluice.Testing;

namespace Sluice.Bench;

/// <summary>What is slow around a server while it is overloaded.</summary>
internal sealed class SlowParts : IAsyncDisposable
{
    public const string Nothing = "nothing";
    public const string Clients = "clients";
    public const string Stack = "stack";
    public const string Disk = "disk";

    private const int ClientCount = 256;

    private static readonly TimeSpan OneWay = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Flush = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan BetweenBytes = TimeSpan.FromSeconds(1);

    private readonly string _slow;
    private readonly TcpRelay? _relay;

    private SlowParts(string slow, TcpRelay? relay, IReadOnlyList<string> starter)
    {
        _slow = slow;
        _relay = relay;
        Starter = starter;
    }

    /// <summary>What the server has to be started by.</summary>
    public IReadOnlyList<string> Starter { get; }

    /// <summary>The stack that the server is to call; null when it is to have one of its own, which nothing calls.</summary>
    public Uri? StackAddress => _relay is null ? null : new Uri($"http://127.0.0.1:{_relay.Port}");

    /// <summary>The workflow to start.</summary>
    public string Workflow => _slow == Stack ? Benchmark.Pay : Benchmark.Noop;

    /// <summary>Whether what is sustainable shows in ends, not in acknowledged starts: many more may be started than can end.</summary>
    public bool PeakIsOfEnds => _slow == Stack;

    /// <param name="options">What is slow.</param>
    /// <param name="sandbox">The stack that the slow way leads to, when it is the stack that is slow.</param>
    public static async Task<SlowParts> StartAsync(BenchOptions options, Uri? sandbox) => options.Slow switch
    {
        Stack => new SlowParts(options.Slow, new TcpRelay(sandbox!.Port) { Delay = OneWay }, []),
        Disk => new SlowParts(options.Slow, null, await options.Store.SlowDownAsync(Flush)),
        _ => new SlowParts(options.Slow, null, []),
    };

    /// <summary>Runs beside the load until it is over.</summary>
    public Task RunAsync(Uri server, string workflow, CancellationToken over) => _slow == Clients
        ? Task.WhenAll(Enumerable.Range(0, ClientCount).Select(_ => CrawlAsync(server, workflow, over)))
        : Task.CompletedTask;

    public ValueTask DisposeAsync() => _relay?.DisposeAsync() ?? ValueTask.CompletedTask;

    /// <summary>A client that starts instances a byte at a time, and so never gets to the end of one before it is shown out.</summary>
    private static async Task CrawlAsync(Uri server, string workflow, CancellationToken over)
    {
        var start = Encoding.ASCII.GetBytes(string.Create(
            CultureInfo.InvariantCulture,
            $"POST /v2/workflows/{workflow}/instances HTTP/1.1\r\nHost: {server.Authority}\r\nContent-Length: 60000\r\n\r\n"));
        while (!over.IsCancellationRequested)
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(server.Host, server.Port, over);
                await client.GetStream().WriteAsync(start, over);
                while (true)
                {
                    await Task.Delay(BetweenBytes, TimeProvider.System, over);
                    await client.GetStream().WriteAsync(" "u8.ToArray(), over);
                }
            }
            catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException)
            {
                // Shown out, or the load is over.
            }
        }
    }
}
