namespace Sluice.Sandbox;

/// <summary>Where the sandbox keeps its data.</summary>
public sealed class SandboxOptions
{
    /// <summary>
    /// The directory of the file <c>sandbox.db</c>; created when missing. One process at a time owns it.
    /// </summary>
    public required string DataDirectory { get; init; }
}
