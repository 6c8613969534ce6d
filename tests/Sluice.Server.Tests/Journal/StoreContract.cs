using Microsoft.Extensions.DependencyInjection;
using Sluice.Server.Journal;

namespace Sluice.Server.Tests.Journal;

/// <summary>A test class over one open store.</summary>
public abstract class StoreContract(IStoreUnderTest store) : IAsyncLifetime
{
    private ServiceProvider? _services;

    protected IStoreUnderTest Store => store;

    protected IJournal Journal => Service<IJournal>();

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await store.PrepareAsync();
        Open();
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await _services!.DisposeAsync();
        await store.DisposeAsync();
    }

    protected T Service<T>() where T : notnull => _services!.GetRequiredService<T>();

    /// <summary>Closes the store and opens it again, as a restart does.</summary>
    protected async Task ReopenAsync()
    {
        await _services!.DisposeAsync();
        Open();
    }

    private void Open()
    {
        var services = new ServiceCollection().AddLogging();
        store.Register(services);
        _services = services.BuildServiceProvider();
    }
}
