using Sluice.Server.Activities;
using Sluice.Server.Journal;
using Sluice.Server.Publishing;
using Sluice.Simulation.Kernel;
using Sluice.Simulation.Store;

namespace Sluice.Simulation.Planted;

/// <summary>
/// What stands between an owner and its surroundings: nothing, unless a bug is planted there. A bug in the wiring is to the outside
/// what the same bug in the product would be.
/// </summary>
internal sealed record Wiring
{
    /// <summary>The wiring of a sound system.</summary>
    internal static Wiring Sound { get; } = new();

    internal Func<OwnerSurroundings, IJournal> Journal { get; init; } = surroundings => surroundings.Store;

    internal Func<IActivityRunner, OwnerSurroundings, IActivityRunner> Runner { get; init; } = (runner, _) => runner;

    internal Func<OwnerSurroundings, TimeProvider> Clock { get; init; } = surroundings => surroundings.Process.Clock;

    internal Func<IPublishFeed, OwnerSurroundings, IPublishFeed> Feed { get; init; } = (feed, _) => feed;

    internal Func<IEventTransport, OwnerSurroundings, IEventTransport> Transport { get; init; } = (transport, _) => transport;
}

/// <summary>What a planted bug may get hold of.</summary>
internal sealed record OwnerSurroundings(Kernel.Kernel Kernel, SimulatedProcess Process, CommittedData Data, StoreConnection Store);
