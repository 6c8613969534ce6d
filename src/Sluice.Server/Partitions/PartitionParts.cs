using Microsoft.Extensions.Logging;
using Sluice.Server.Activities;
using Sluice.Server.Cluster;
using Sluice.Server.Journal;
using Sluice.Server.Publishing;
using Sluice.Server.Workflows;

namespace Sluice.Server.Partitions;

/// <summary>What a node lends to the partitions that live on it.</summary>
internal sealed record PartitionParts(
    IJournal Journal,
    IWorkflowStore Workflows,
    IActivityRunner Runner,
    EventPublishing Publishing,
    PartitionHomes Homes,
    PartitionMoves Moves,
    OpenPartitions Opened,
    ILocalSiloDetails Node,
    TimeProvider Clock,
    ILogger<Partition> Logger);
