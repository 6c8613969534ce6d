namespace Sluice.Simulation.Runs;

/// <summary>The kinds of faults. A kind that is left out makes a run simpler to read.</summary>
[Flags]
internal enum Fault
{
    /// <summary>No fault at all.</summary>
    None = 0,

    /// <summary>An owner dies between two of its lines.</summary>
    Crash = 1,

    /// <summary>A second owner takes a partition while the first goes on.</summary>
    Takeover = 1 << 1,

    /// <summary>An owner stands still for a while.</summary>
    Pause = 1 << 2,

    /// <summary>An owner hands over in good order.</summary>
    Handover = 1 << 3,

    /// <summary>Commits fail, or it is unknown whether they did.</summary>
    Commit = 1 << 4,

    /// <summary>A commit that was reported as failed happens some time later.</summary>
    LateCommit = 1 << 5,

    /// <summary>Commits take seconds.</summary>
    SlowCommit = 1 << 6,

    /// <summary>Reads of the store fail.</summary>
    Read = 1 << 7,

    /// <summary>Requests do not arrive.</summary>
    LostRequest = 1 << 8,

    /// <summary>Effects happen and their answers are lost.</summary>
    LostAnswer = 1 << 9,

    /// <summary>A request is delivered twice.</summary>
    Duplicate = 1 << 10,

    /// <summary>Requests and answers take long, past the caller's patience too.</summary>
    SlowNetwork = 1 << 11,

    /// <summary>Services answer 5xx, 429, or a proxy answers for them.</summary>
    BadAnswer = 1 << 12,

    /// <summary>A service answers nobody for a while.</summary>
    Outage = 1 << 13,

    /// <summary>Instances are aborted.</summary>
    Abort = 1 << 14,

    /// <summary>The bus refuses messages.</summary>
    Bus = 1 << 15,

    /// <summary>Attempts wait for their turn.</summary>
    Permit = 1 << 16,

    /// <summary>All of them.</summary>
    All = (1 << 17) - 1,
}
