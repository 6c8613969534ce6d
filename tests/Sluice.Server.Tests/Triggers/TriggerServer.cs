using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Sluice.Engine.Triggers;
using Sluice.Engine.Workflows;
using Sluice.Server.Consuming;
using Sluice.Server.Hosting;
using Sluice.Server.Instances;
using Sluice.Server.Journal;
using Sluice.Server.Triggers;
using Sluice.Server.Workflows;

namespace Sluice.Server.Tests.Triggers;

/// <summary>A whole server over a directory that outlives it, called past its API.</summary>
internal sealed class TriggerServer : IAsyncDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("sluice-triggers-");
    private Action<IServiceCollection> _change = _ => { };
    private int? _waitingStartsMax;
    private WebApplication? _app;

    /// <summary>What it consumes from the next start on.</summary>
    public ConsumingOptions? Consuming { get; set; }

    public ConsumingState State => Service<ConsumingState>();

    public HandleEvent HandleEvent => Service<HandleEvent>();

    public TriggerIndex Index => Service<TriggerIndex>();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Starts a server.</summary>
    /// <param name="consuming">What it consumes.</param>
    /// <param name="change">Replaces services before each start.</param>
    /// <param name="waitingStartsMax">How many starts may wait; null for the default.</param>
    public static async Task<TriggerServer> StartAsync(
        ConsumingOptions? consuming = null, Action<IServiceCollection>? change = null, int? waitingStartsMax = null)
    {
        var server = new TriggerServer { Consuming = consuming, _change = change ?? (_ => { }), _waitingStartsMax = waitingStartsMax };
        await server.RestartAsync();
        return server;
    }

    /// <summary>Stops, also in the middle of work, and starts again on the same data.</summary>
    public async Task RestartAsync()
    {
        await StopAsync();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.AddSluice(new SluiceOptions
        {
            DataDirectory = _directory.FullName,
            StackUrl = new Uri("http://127.0.0.1:9"),
            Consuming = Consuming,
            WaitingStartsMax = _waitingStartsMax ?? new SluiceOptions().WaitingStartsMax,
        });
        _change(builder.Services);
        _app = builder.Build();
        _app.Urls.Add("http://127.0.0.1:0");
        await _app.StartAsync(Cancellation);
    }

    public async Task<WorkflowId> AddWorkflowAsync()
    {
        var body = System.Text.Json.JsonElement.Parse("""{"stages":[{"noop":{}}]}""");
        return (await Service<CreateWorkflow>().HandleAsync(body, Cancellation)).Workflow!.Id;
    }

    public async Task<TriggerId> AddTriggerAsync(WorkflowId workflow, string type, string filter = "", params (string Name, string Expression)[] variables)
    {
        var draft = new TriggerDraft(
            "", type, "", filter, workflow.ToString(), variables.ToDictionary(variable => variable.Name, variable => variable.Expression));
        var result = await Service<CreateTrigger>().HandleAsync(draft, Cancellation);
        Assert.Null(result.Refusal);
        return result.Trigger!.Id;
    }

    public async Task DeleteTriggerAsync(TriggerId trigger) =>
        Assert.True(await Service<DeleteTrigger>().HandleAsync(trigger, Cancellation));

    public async Task<List<ListedOccurrence>> OccurrencesAsync(TriggerId trigger)
    {
        var all = new List<ListedOccurrence>();
        ListKey? after = null;
        while (await Service<IOccurrenceStore>().ListAsync(trigger, new ListRange(after, null, 500), Cancellation) is { Count: > 0 } rows)
        {
            all.AddRange(rows);
            after = new ListKey(rows[^1].Occurrence.Date, rows[^1].Occurrence.Id.Value);
        }

        return all;
    }

    public async Task<int> InstanceCountAsync(WorkflowId workflow)
    {
        var count = 0;
        ListKey? after = null;
        while (await Service<IInstanceList>().ListAsync(workflow, runningOnly: false, new ListRange(after, null, 500), Cancellation) is { Count: > 0 } rows)
        {
            count += rows.Count;
            after = new ListKey(rows[^1].CreatedAt, rows[^1].Id.Value);
        }

        return count;
    }

    public static EventEnvelope Event(string type, string key, string payload)
    {
        var text = $$"""{"idempotency_key":"{{key}}","type":"{{type}}","payload":{{payload}} }""";
        Assert.Null(EventEnvelope.TryParse(System.Text.Encoding.UTF8.GetBytes(text), out var envelope));
        return envelope!;
    }

    public T Service<T>()
        where T : notnull => _app!.Services.GetRequiredService<T>();

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _directory.Delete(recursive: true);
    }

    private async Task StopAsync()
    {
        if (_app is { } app)
        {
            _app = null;
            await app.StopAsync(CancellationToken.None);
            await app.DisposeAsync();
        }
    }
}
