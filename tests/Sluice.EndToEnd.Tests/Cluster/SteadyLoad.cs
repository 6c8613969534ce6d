using System.Collections.Concurrent;
using Sluice.Testing;

namespace Sluice.EndToEnd.Tests.Cluster;

/// <summary>
/// Callers that start one instance after another, each at the next node as a load balancer does, until told to stop. What got no
/// answer is asked again with the same key; every other answer than a started instance is a failure.
/// </summary>
internal sealed class SteadyLoad : IAsyncDisposable
{
    private readonly ClusterUnderTest _cluster;
    private readonly string _workflow;
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentQueue<string> _failures = new();
    private readonly ConcurrentQueue<string> _started = new();
    private readonly Task _callers;
    private long _slowest;
    private int _lost;
    private int _turn;

    private SteadyLoad(ClusterUnderTest cluster, string workflow, int callers)
    {
        (_cluster, _workflow) = (cluster, workflow);
        _callers = Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Run(CallAsync)));
    }

    /// <summary>The instances that were started.</summary>
    public IReadOnlyCollection<string> Started => _started;

    /// <summary>The answers that were none of a started instance.</summary>
    public IReadOnlyCollection<string> Failures => _failures;

    /// <summary>How many requests broke off without an answer.</summary>
    public int Lost => Volatile.Read(ref _lost);

    /// <summary>The longest that an answered request took since this was last asked.</summary>
    public TimeSpan TakeSlowest() => TimeSpan.FromTicks(Interlocked.Exchange(ref _slowest, 0));

    public static SteadyLoad On(ClusterUnderTest cluster, string workflow, int callers = 8) => new(cluster, workflow, callers);

    /// <summary>Waits for so many more starts.</summary>
    public async Task MoreAsync(int count)
    {
        var enough = _started.Count + count;
        while (_started.Count < enough)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        }
    }

    /// <summary>Lets every request that is out be answered and makes no more.</summary>
    public async Task StopAsync()
    {
        await _stopping.CancelAsync();
        await _callers;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stopping.Dispose();
    }

    private async Task CallAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            await StartOneAsync(Guid.NewGuid().ToString());
        }
    }

    private async Task StartOneAsync(string key)
    {
        // Until it is answered, also when it is time to stop: whoever counts effects has to know of every instance.
        while (true)
        {
            var nodes = _cluster.Nodes;
            var node = nodes[(int)((uint)Interlocked.Increment(ref _turn) % (uint)nodes.Count)];
            var address = new Uri(await node.Address, $"/v2/workflows/{_workflow}/instances");
            var asked = TimeProvider.System.GetTimestamp();
            switch (await _cluster.Http.SendAsync(HttpMethod.Post, address, "{}", key, CancellationToken.None))
            {
                case Answer.Received { Status: 201 } answer:
                    _started.Enqueue(answer.Body.GetProperty("data").GetProperty("id").GetString()!);
                    NoteTime(TimeProvider.System.GetElapsedTime(asked));
                    return;
                case Answer.Received answer:
                    _failures.Enqueue($"{answer.Status} {answer.ErrorMessage}");
                    return;
                case Answer.Lost:
                    Interlocked.Increment(ref _lost);
                    break;
            }
        }
    }

    private void NoteTime(TimeSpan took)
    {
        long known;
        while ((known = Interlocked.Read(ref _slowest)) < took.Ticks && Interlocked.CompareExchange(ref _slowest, took.Ticks, known) != known)
        {
        }
    }
}
