using Sluice.Bench;

namespace Sluice.Peers;

/// <summary>Takes one instance from its start to what the scenario ends with, over a connection that nobody else uses meanwhile.</summary>
/// <exception cref="InvalidDataException">An answer says anything else than success.</exception>
internal delegate ValueTask Work(Http11Connection connection, CancellationToken cancellationToken);

/// <summary>A running system on fresh data; disposing ends its processes and deletes the data.</summary>
internal interface ISystemUnderTest : IAsyncDisposable
{
    /// <summary>Where clients connect.</summary>
    Uri Address { get; }

    /// <summary>The processes that it consists of; their children belong to it too.</summary>
    IReadOnlyList<int> Processes { get; }

    /// <summary>The directories of its data.</summary>
    IReadOnlyList<string> Data { get; }

    /// <summary>Prepares a scenario.</summary>
    Task<Work> PrepareAsync(Scenario scenario, CancellationToken cancellationToken);

    /// <summary>How many instances are known to sleep, with their wake durable.</summary>
    Task<long> CountSleepersAsync(CancellationToken cancellationToken);
}
