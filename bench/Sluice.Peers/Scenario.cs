namespace Sluice.Peers;

/// <summary>The work that every system does in its own way.</summary>
internal enum Scenario
{
    /// <summary>Not a scenario.</summary>
    None,

    /// <summary>Three steps that do nothing, each recorded; answered at the end.</summary>
    Noop,

    /// <summary>Three steps of one HTTP call each to another process; answered at the end.</summary>
    Calls,

    /// <summary>A start, acknowledged when durable; then an event it waits for, acknowledged when durable; then its end is asked for.</summary>
    Event,

    /// <summary>A start, acknowledged when durable, of an instance that sleeps for an hour.</summary>
    Sleep,
}
