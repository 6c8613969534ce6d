using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Sluice.Engine.Instances;
using Sluice.Engine.Workflows;
using Sluice.Server.Hosting;
using Sluice.Server.Partitions;
using Sluice.Server.Publishing;
using Sluice.Server.Workflows;

namespace Sluice.Server.Tests.Publishing;

/// <summary>A whole server that publishes, over a directory that outlives it.</summary>
internal sealed class PublishingServer : IAsyncDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("sluice-publishing-");
    private WebApplication? _app;

    /// <summary>Loses every move of a cursor, as a process does that is killed before it is durable.</summary>
    public bool CursorsAreLost { get; set; }

    /// <summary>How often cursors, and what belongs to them, were read or written.</summary>
    public int StoreCalls { get; private set; }

    public Uri Address => new(_app!.Urls.Single());

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<PublishingServer> StartAsync(PublishingOptions? publishing)
    {
        var server = new PublishingServer();
        await server.RestartAsync(publishing);
        return server;
    }

    public static PublishingOptions Http(EventReceiver receiver) => new()
    {
        Transport = PublishingTransport.Http,
        Topics = new TopicMapping([KeyValuePair.Create("*", receiver.Address.AbsoluteUri)]),
    };

    /// <summary>Stops, also in the middle of work, and starts again on the same data.</summary>
    public async Task RestartAsync(PublishingOptions? publishing)
    {
        await StopAsync();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.AddSluice(new SluiceOptions
        {
            DataDirectory = _directory.FullName,
            StackUrl = new Uri("http://127.0.0.1:9"),
            Publishing = publishing,
        });
        var store = builder.Services.Single(service => service.ServiceType == typeof(IPublishStore)).ImplementationType!;
        builder.Services.AddSingleton(store);
        builder.Services.Replace(ServiceDescriptor.Singleton<IPublishStore>(
            services => new ForgetfulStore(
                (IPublishStore)services.GetRequiredService(store),
                () =>
                {
                    StoreCalls++;
                    return CursorsAreLost;
                })));
        _app = builder.Build();
        _app.Urls.Add("http://127.0.0.1:0");
        _app.MapSluice();
        await _app.StartAsync(Cancellation);
    }

    public async Task<WorkflowId> AddWorkflowAsync(string stages = """{"noop":{}},{"noop":{}}""")
    {
        var body = System.Text.Json.JsonElement.Parse($$"""{"stages":[{{stages}}]}""");
        return (await Service<CreateWorkflow>().HandleAsync(body, Cancellation)).Workflow!.Id;
    }

    public async Task<InstanceId[]> RunAsync(WorkflowId workflow, int instances = 1)
    {
        var ids = await Task.WhenAll(Enumerable.Range(0, instances).Select(async _ =>
        {
            var result = await Service<StartInstance>().HandleAsync(workflow, new Dictionary<string, string>(), idempotencyKey: null, Cancellation);
            Assert.Null(result.Refusal);
            return result.Instance!.Id;
        }));
        return ids;
    }

    /// <summary>Waits until everything is told and every cursor is durable.</summary>
    public Task DrainedAsync() => Partitions.PartitionUnderTest.UntilAsync(
        async () => (await Service<IPublishStore>().ReadLagAsync(Cancellation)).Records == 0, "everything is published");

    public T Service<T>()
        where T : notnull => _app!.Services.GetRequiredService<T>();

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _directory.Delete(recursive: true);
    }

    public async Task StopAsync()
    {
        if (_app is { } app)
        {
            _app = null;
            await app.StopAsync(CancellationToken.None);
            await app.DisposeAsync();
        }
    }

    private sealed class ForgetfulStore(IPublishStore store, Func<bool> forget) : IPublishStore
    {
        public Task<long> OpenCursorAsync(int partition, CancellationToken cancellationToken) => Store().OpenCursorAsync(partition, cancellationToken);

        public Task AdvanceCursorAsync(int partition, long position, CancellationToken cancellationToken) =>
            forget() ? Task.CompletedTask : store.AdvanceCursorAsync(partition, position, cancellationToken);

        public Task<WorkflowId?> FindWorkflowAsync(InstanceId instance, CancellationToken cancellationToken) =>
            Store().FindWorkflowAsync(instance, cancellationToken);

        public Task<IReadOnlyList<(long Position, Server.Triggers.Occurrence Occurrence)>> ReadFailedAsync(
            long after, int limit, CancellationToken cancellationToken) => Store().ReadFailedAsync(after, limit, cancellationToken);

        public Task<PublishLag> ReadLagAsync(CancellationToken cancellationToken) => Store().ReadLagAsync(cancellationToken);

        private IPublishStore Store()
        {
            forget();
            return store;
        }
    }
}
