namespace Sluice.Server.Partitions;

/// <summary>What an owner of a partition answers.</summary>
internal interface IOwnerAnswer
{
    /// <summary>Whether the partition is on its way to another owner. Then nothing was done, and nothing else in the answer counts.</summary>
    bool Moved { get; }
}
