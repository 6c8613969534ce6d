using System.Globalization;
using System.Text.Json;
using Sluice.Chaos.Flows;
using Sluice.Testing;

namespace Sluice.Chaos.Load;

/// <summary>
/// One client of the service: starts instances one after the other, posts the events they wait for, aborts some at any moment,
/// and writes down what it was told. A start without a key is sent once; one with a key until it is answered, and sometimes again to see the same instance.
/// </summary>
internal sealed class Caller(
    int number, int seed, ISystemUnderTest sluice, Stock stock, IReadOnlyDictionary<Flow, string> workflowIds, JsonOverHttp http)
{
    private const int PauseMillisecondsMax = 150;
    private static readonly TimeSpan BeforeRetry = TimeSpan.FromMilliseconds(25);

    private readonly Random _random = new(HashCode.Combine(seed, number));
    private readonly List<StartRecord> _starts = [];
    private readonly List<string> _surprises = [];

    /// <summary>Every start this caller asked for.</summary>
    public IReadOnlyList<StartRecord> Starts => _starts;

    /// <summary>Answers that no crash excuses, one sentence each.</summary>
    public IReadOnlyList<string> Surprises => _surprises;

    /// <summary>Starts instances until <paramref name="quit"/>; finishes what it is at with the service running.</summary>
    public async Task RunAsync(CancellationToken quit, CancellationToken cancellationToken)
    {
        while (!quit.IsCancellationRequested)
        {
            var start = NewStart();
            _starts.Add(start);
            var aborts = _random.Next(start.Flow.AbortsOneIn) == 0;
            await StartAsync(start, mayWait: !aborts && start.Flow.WaitStages.Count == 0, cancellationToken);
            if (start.IsAcknowledged)
            {
                await AttendAsync(start, aborts, cancellationToken);
            }

            if (start is { Key: not null, IsAcknowledged: true } && _random.Next(8) == 0)
            {
                await StartAsync(start, mayWait: false, cancellationToken);
            }

            await PauseAsync(cancellationToken);
        }
    }

    private StartRecord NewStart()
    {
        var token = string.Create(CultureInfo.InvariantCulture, $"c{number}n{_starts.Count}");
        return new StartRecord
        {
            Token = token,
            Flow = FlowCatalog.All[_random.Next(FlowCatalog.All.Count)],
            Variables = stock.Draw(token, _starts.Count, _random),
            Key = _random.Next(2) == 0 ? $"key-{token}" : null,
        };
    }

    private async Task StartAsync(StartRecord start, bool mayWait, CancellationToken cancellationToken)
    {
        var wait = mayWait && _random.Next(3) == 0;
        var path = $"/v2/workflows/{workflowIds[start.Flow]}/instances{(wait ? "?wait=true" : "")}";
        var body = JsonSerializer.Serialize(start.Variables);

        while (true)
        {
            switch (await PostAsync(path, body, start.Key, cancellationToken))
            {
                case Answer.Received { Status: 201 } answer:
                    start.InstanceIds.Add(answer.Body.GetProperty("data").GetProperty("id").GetString()!);
                    return;
                case Answer.Received { Status: 429 } when start.Key is null:
                    start.WasRefused = true;
                    return;
                case Answer.Received { Status: 503 } or Answer.Lost when start.Key is null:
                    // It is unknown whether it was started, and without a key to ask again could start another.
                    return;
                case Answer.Received { Status: not (429 or 503) } other:
                    _surprises.Add($"start {start.Token} was answered {other.Status}: {other.ErrorMessage}");
                    return;
            }

            await Task.Delay(BeforeRetry, TimeProvider.System, cancellationToken);
        }
    }

    private async Task AttendAsync(StartRecord start, bool aborts, CancellationToken cancellationToken)
    {
        if (start.Flow.WaitStages.Count > 0 && !(aborts && _random.Next(2) == 0))
        {
            await PostEventsAsync(start, cancellationToken);
        }

        if (aborts)
        {
            // Half of them at once, while the first call is likely to be out.
            if (_random.Next(2) == 0)
            {
                await PauseAsync(cancellationToken);
            }

            await AbortAsync(start, cancellationToken);
        }
    }

    private async Task PostEventsAsync(StartRecord start, CancellationToken cancellationToken)
    {
        // Some events come before the instance waits, some after; one wait of two is often left open, to see that it stays so.
        var events = _random.Next(1, start.Flow.WaitStages.Count + 1);
        for (var posted = 0; posted < events; posted++)
        {
            if (_random.Next(2) == 0)
            {
                await PauseAsync(cancellationToken);
            }

            if (!await PostEventAsync(start, cancellationToken))
            {
                return;
            }
        }
    }

    private async Task<bool> PostEventAsync(StartRecord start, CancellationToken cancellationToken)
    {
        while (true)
        {
            switch (await PostAsync($"/v2/instances/{start.InstanceIds.First()}/events", Flow.Event, null, cancellationToken))
            {
                case Answer.Received { Status: 204 }:
                    start.EventsAccepted++;
                    return true;
                case Answer.Received { Status: 400 } when start.EventsAccepted + start.EventsUncertain >= start.Flow.WaitStages.Count:
                    return false;
                case Answer.Received { Status: 429 } or Answer.NotSent:
                    break;
                case Answer.Received { Status: 503 } or Answer.Lost:
                    start.EventsUncertain++;
                    break;
                case Answer.Received other:
                    _surprises.Add($"an event for start {start.Token} was answered {other.Status}: {other.ErrorMessage}");
                    return false;
            }

            await Task.Delay(BeforeRetry, TimeProvider.System, cancellationToken);
        }
    }

    private async Task AbortAsync(StartRecord start, CancellationToken cancellationToken)
    {
        var address = $"/v2/instances/{start.InstanceIds.First()}/abort";
        start.AbortSent = true;
        while (true)
        {
            switch (await http.SendAsync(HttpMethod.Put, new Uri(sluice.Server, address), null, null, cancellationToken))
            {
                case Answer.Received { Status: 204 }:
                    start.AbortAccepted = true;
                    return;
                case Answer.Received { Status: 400 }:
                    return;
                case Answer.Received { Status: 429 or 503 } or Answer.NotSent or Answer.Lost:
                    break;
                case Answer.Received other:
                    _surprises.Add($"an abort of start {start.Token} was answered {other.Status}: {other.ErrorMessage}");
                    return;
            }

            await Task.Delay(BeforeRetry, TimeProvider.System, cancellationToken);
        }
    }

    private Task<Answer> PostAsync(string path, string body, string? key, CancellationToken cancellationToken) =>
        http.SendAsync(HttpMethod.Post, new Uri(sluice.Server, path), body, key, cancellationToken);

    private Task PauseAsync(CancellationToken cancellationToken) =>
        Task.Delay(TimeSpan.FromMilliseconds(_random.Next(PauseMillisecondsMax)), TimeProvider.System, cancellationToken);
}
