using System.Collections.Concurrent;
using Sluice.Testing;

namespace Sluice.EndToEnd.Tests.Crash;

/// <summary>Events and triggers while the process is killed: what was acknowledged has started its instance, and nothing starts twice.</summary>
public sealed class TriggerCrashTests : IAsyncDisposable
{
    private readonly TemporaryDirectory _data = new();
    private readonly JsonOverHttp _http = new();
    private volatile SluiceProcess _process = null!;
    private volatile Uri _address = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Events_handed_in_while_the_server_is_killed_start_one_instance_each()
    {
        const int Events = 400;
        await StartAsync();
        var (workflow, trigger) = await TriggerAsync("INGRESS", filter: "event.n >= 0", variable: "event.n");

        await UnderKillsAsync(kills: 4, Events, n => SendAsync(
            "v2/events", $$"""{"idempotency_key":"k{{n}}","app":"test","type":"INGRESS","payload":{"n":{{n}} } }""", accepted: status => status == 204));

        await AssertOneEachAsync(workflow, trigger, Events, "n");
    }

    [Fact]
    public async Task What_the_sandbox_commits_reaches_triggers_although_the_process_is_killed()
    {
        const int Payments = 120;
        await StartAsync();
        var (workflow, trigger) = await TriggerAsync(
            "SAVED_PAYMENT", filter: "event.type == 'PAY-IN' && event.status == 'SUCCEEDED'", variable: "event.reference");
        var connector = (await _http.GetAsync(new Uri(_address, "api/payments/connectors"), Cancellation))
            .GetProperty("data")[0].GetProperty("connectorID").GetString();

        // A payment whose answer was lost is refused as known when it is recorded again.
        await UnderKillsAsync(kills: 3, Payments, n => SendAsync(
            "api/payments/payments",
            $$"""
            {"reference":"p-{{n}}","connectorID":"{{connector}}","createdAt":"2024-05-01T10:00:00Z","amount":100,"asset":"USD/2",
             "type":"PAY-IN","status":"SUCCEEDED","scheme":"visa"}
            """,
            accepted: status => status is 200 or 201 or 400 or 409));

        await AssertOneEachAsync(workflow, trigger, Payments, "reference");
    }

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        _http.Dispose();
        _data.Dispose();
    }

    private async Task StartAsync()
    {
        _process = SluiceProcess.Start("serve", "--listen", "127.0.0.1:0", "--data", _data.Path);
        _address = await _process.Address;
    }

    private async Task<(string Workflow, string Trigger)> TriggerAsync(string type, string filter, string variable)
    {
        var workflow = await CreateAsync("v2/workflows", """{"name":"triggered","stages":[{"noop":{}}]}""");
        var trigger = await CreateAsync(
            "v2/triggers", $$$"""{"event":"{{{type}}}","workflowID":"{{{workflow}}}","filter":"{{{filter}}}","vars":{"v":"{{{variable}}}"}}""");
        return (workflow, trigger);
    }

    private async Task<string> CreateAsync(string path, string body)
    {
        var answer = Assert.IsType<Answer.Received>(
            await _http.SendAsync(HttpMethod.Post, new Uri(_address, path), body, null, Cancellation));
        Assert.True(answer.Status == 201, answer.ErrorMessage);
        return answer.Body.GetProperty("data").GetProperty("id").GetString()!;
    }

    private async Task UnderKillsAsync(int kills, int count, Func<int, Task<bool>> send)
    {
        var waiting = new ConcurrentQueue<int>(Enumerable.Range(0, count));
        var sending = Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
        {
            while (waiting.TryDequeue(out var n))
            {
                if (!await send(n))
                {
                    waiting.Enqueue(n);
                    await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, Cancellation);
                }
            }
        }));
        for (var kill = 1; kill <= kills; kill++)
        {
            var share = count - (count * kill / (kills + 1));
            while (waiting.Count > share && !sending.IsCompleted)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, Cancellation);
            }

            await _process.KillAsync();
            await _process.DisposeAsync();
            await StartAsync();
        }

        await sending;
    }

    private async Task<bool> SendAsync(string path, string body, Func<int, bool> accepted) =>
        await _http.SendAsync(HttpMethod.Post, new Uri(_address, path), body, null, Cancellation) is Answer.Received { Status: var status } && accepted(status);

    private async Task AssertOneEachAsync(string workflow, string trigger, int expected, string member)
    {
        // Those of the sandbox come a little later than their causes.
        var occurrences = await _http.ListAsync(new Uri(_address, $"v2/triggers/{trigger}/occurrences?pageSize=100"), Cancellation).ToListAsync(Cancellation);
        var started = TimeProvider.System.GetTimestamp();
        while (occurrences.Count < expected && TimeProvider.System.GetElapsedTime(started) < TimeSpan.FromSeconds(30))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, Cancellation);
            occurrences = await _http.ListAsync(new Uri(_address, $"v2/triggers/{trigger}/occurrences?pageSize=100"), Cancellation).ToListAsync(Cancellation);
        }

        var seen = occurrences.Select(each => each.GetProperty("event").GetProperty("payload").GetProperty(member).ToString()).ToList();
        Assert.Equal(expected, seen.Count);
        Assert.Equal(expected, seen.Distinct().Count());
        Assert.All(occurrences, each => Assert.False(each.TryGetProperty("error", out _), each.GetRawText()));
        var instances = await _http.ListAsync(new Uri(_address, $"v2/instances?workflowID={workflow}&pageSize=100"), Cancellation).ToListAsync(Cancellation);
        Assert.Equal(expected, instances.Count);
    }
}
