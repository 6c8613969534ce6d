namespace Sluice.Engine.Instances;

/// <summary>Where an instance stands. The numbers are stored; zero is no status, so a forgotten field fails loudly.</summary>
public enum InstanceStatus
{
    /// <summary>Not a status.</summary>
    None = 0,

    /// <summary>It has stages to run.</summary>
    Running = 1,

    /// <summary>It was aborted while an attempt was out, and ends with it.</summary>
    Aborting = 2,

    /// <summary>It ended well.</summary>
    Succeeded = 3,

    /// <summary>It ended with an error.</summary>
    Failed = 4,

    /// <summary>It was aborted.</summary>
    Canceled = 5,
}
