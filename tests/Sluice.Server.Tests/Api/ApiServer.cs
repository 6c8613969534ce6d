using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Sluice.Server.Hosting;

namespace Sluice.Server.Tests.Api;

/// <summary>A whole server on a port of its own, its store in a directory of its own, and a stub where the stack would be.</summary>
public class ApiServer : IAsyncLifetime
{
    private readonly string _directory = Path.Combine(Path.GetTempPath(), $"sluice-api-{Guid.NewGuid():N}");
    private WebApplication? _app;

    public StubLedger Ledger { get; } = new();

    public Uri Address => new(_app!.Urls.Single());

    public ApiClient Client { get; private set; } = null!;

    public IServiceProvider Services => _app!.Services;

    public async ValueTask InitializeAsync()
    {
        await Ledger.StartAsync();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.AddSluice(Options(_directory, Ledger.Address));
        Configure(builder.Services);
        _app = builder.Build();
        _app.Urls.Add("http://127.0.0.1:0");
        _app.MapSluice();
        Map(_app);
        await _app.StartAsync();
        Client = new ApiClient(Address);
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        Client.Dispose();
        await _app!.StopAsync();
        await _app.DisposeAsync();
        await Ledger.DisposeAsync();
        if (Directory.Exists(_directory))
        {
            Directory.Delete(_directory, recursive: true);
        }
    }

    /// <summary>The server's settings.</summary>
    protected virtual SluiceOptions Options(string directory, Uri stack) => new() { DataDirectory = directory, StackUrl = stack };

    /// <summary>Replaces services before the start.</summary>
    protected virtual void Configure(IServiceCollection services)
    {
    }

    /// <summary>Maps routes of others beside the API's.</summary>
    protected virtual void Map(WebApplication app)
    {
    }
}

[CollectionDefinition(nameof(SharedApi))]
public sealed class SharedApi : ICollectionFixture<ApiServer>;
