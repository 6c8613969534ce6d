using Microsoft.Extensions.DependencyInjection;
using Sluice.Engine.Instances;

namespace Sluice.Server.Tests.Journal;

/// <summary>What a contract suite needs to know of a store beyond the interfaces it implements.</summary>
public interface IStoreUnderTest : IAsyncDisposable
{
    /// <summary>Brings about what the store needs of the world; called once, before all else.</summary>
    ValueTask PrepareAsync() => ValueTask.CompletedTask;

    /// <summary>Registers the store; every call means the same data, which is empty at first.</summary>
    void Register(IServiceCollection services);

    /// <summary>Damages the journal behind the store's back.</summary>
    Task DeleteRecordAsync(InstanceId instance, long sequence);
}
