namespace Sluice.Chaos.Nodes;

/// <summary>What is known of the process in a node's place.</summary>
internal enum NodeState
{
    /// <summary>It was launched and has not answered yet.</summary>
    Starting = 1,

    /// <summary>It has said where it listens.</summary>
    Up = 2,

    /// <summary>It was frozen, or was and has gone on since: whether the others still count on it is for it to find out.</summary>
    Frozen = 3,

    /// <summary>It was told to stop.</summary>
    Stopping = 4,
}
