using System.Globalization;
using System.Text.Json;
using Sluice.Chaos.Flows;
using Sluice.Testing;

namespace Sluice.Chaos.Load;

/// <summary>
/// One client that hands in business events, each of a type that one trigger waits for, to whatever node is next, until it is told
/// that each is taken, and some once more. It makes new triggers and workflows all the time. A trigger whose creation got no answer
/// is left alone: there is no telling whether it exists.
/// </summary>
internal sealed class EventLoad(
    int number, int seed, ISystemUnderTest sluice, Stock stock, IReadOnlyDictionary<Flow, string> workflowIds, JsonOverHttp http)
{
    private const int EventsPerTrigger = 25;
    private const int PauseMillisecondsMax = 150;
    private static readonly TimeSpan BeforeRetry = TimeSpan.FromMilliseconds(50);

    // Whatever ends by itself: nobody learns which instance was started, to post to it.
    private static readonly IReadOnlyList<Flow> Flows = [.. FlowCatalog.All.Where(flow => flow.WaitStages.Count == 0)];

    private readonly Random _random = new(HashCode.Combine(seed, -1 - number));
    private readonly List<StartRecord> _starts = [];
    private readonly List<string> _created = [];
    private readonly List<string> _surprises = [];
    private int _triggers;

    /// <summary>The start that each event asks for.</summary>
    public IReadOnlyList<StartRecord> Starts => _starts;

    /// <summary>The paths of the triggers and workflows whose creation was acknowledged.</summary>
    public IReadOnlyList<string> Created => _created;

    /// <summary>Answers that no fault excuses, one sentence each.</summary>
    public IReadOnlyList<string> Surprises => _surprises;

    /// <summary>Hands in events until <paramref name="quit"/>; finishes what it is at with the service running.</summary>
    public async Task RunAsync(CancellationToken quit, CancellationToken cancellationToken)
    {
        while (!quit.IsCancellationRequested)
        {
            await CreateAsync("/v2/workflows", """{"name":"witness","stages":[{"noop":{}}]}""", cancellationToken);
            var flow = Flows[_random.Next(Flows.Count)];
            var type = string.Create(CultureInfo.InvariantCulture, $"CHAOS_{number}_{_triggers++}");
            var trigger = new { @event = type, workflowID = workflowIds[flow], filter = "event.wanted", vars = Variables() };
            if (await CreateAsync("/v2/triggers", JsonSerializer.Serialize(trigger), cancellationToken))
            {
                for (var sent = 0; sent < EventsPerTrigger && !quit.IsCancellationRequested; sent++)
                {
                    await HandInAsync(flow, type, cancellationToken);
                    await Task.Delay(TimeSpan.FromMilliseconds(_random.Next(PauseMillisecondsMax)), TimeProvider.System, cancellationToken);
                }
            }
        }
    }

    private Dictionary<string, string> Variables() => stock.Draw("", 0, new Random(0)).Keys.ToDictionary(name => name, name => $"event.{name}");

    private async Task<bool> CreateAsync(string path, string body, CancellationToken cancellationToken)
    {
        while (true)
        {
            switch (await http.SendAsync(HttpMethod.Post, new Uri(sluice.Server, path), body, null, cancellationToken))
            {
                case Answer.Received { Status: 201 } answer:
                    _created.Add($"{path}/{answer.Body.GetProperty("data").GetProperty("id").GetString()}");
                    return true;
                case Answer.Received { Status: 429 } or Answer.NotSent:
                    break;
                case Answer.Received { Status: 503 } or Answer.Lost:
                    return false;
                case Answer.Received other:
                    _surprises.Add($"POST {path} was answered {other.Status}: {other.ErrorMessage}");
                    return false;
            }

            await Task.Delay(BeforeRetry, TimeProvider.System, cancellationToken);
        }
    }

    private async Task HandInAsync(Flow flow, string type, CancellationToken cancellationToken)
    {
        var token = string.Create(CultureInfo.InvariantCulture, $"e{number}n{_starts.Count}");
        var start = new StartRecord { Token = token, Flow = flow, Variables = stock.Draw(token, _starts.Count, _random) };
        _starts.Add(start);
        var payload = start.Variables.ToDictionary(pair => pair.Key, pair => (object)pair.Value);
        payload["wanted"] = true;
        var envelope = JsonSerializer.Serialize(new { idempotency_key = token, app = "chaos", type, payload });
        for (var times = _random.Next(3) == 0 ? 2 : 1; times > 0; times--)
        {
            await UntilTakenAsync(start, envelope, cancellationToken);
        }
    }

    private async Task UntilTakenAsync(StartRecord start, string envelope, CancellationToken cancellationToken)
    {
        while (true)
        {
            switch (await http.SendAsync(HttpMethod.Post, new Uri(sluice.Server, "/v2/events"), envelope, null, cancellationToken))
            {
                case Answer.Received { Status: 204 }:
                    start.IsPromised = true;
                    return;
                case Answer.Received { Status: not (429 or 503) } other:
                    _surprises.Add($"the event that starts {start.Token} was answered {other.Status}: {other.ErrorMessage}");
                    return;
            }

            await Task.Delay(BeforeRetry, TimeProvider.System, cancellationToken);
        }
    }
}
