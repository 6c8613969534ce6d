namespace Sluice.Server.Consuming;

/// <summary>What became of a delivery.</summary>
public enum MessageOutcome
{
    /// <summary>Not known; never returned.</summary>
    None,

    /// <summary>Everything it starts is durable, or it is parked. Only then may it be acknowledged.</summary>
    Done,

    /// <summary>This node, or its store, cannot handle it at the moment: it is to be delivered again later, and so are all others.</summary>
    Refused,

    /// <summary>It could not be handled, which nobody foresaw: it alone is to be delivered again later.</summary>
    Failed,
}
