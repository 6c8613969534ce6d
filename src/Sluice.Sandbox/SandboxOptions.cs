using Sluice.Sandbox.Auth;
using Sluice.Sandbox.Payments;

namespace Sluice.Sandbox;

/// <summary>Where the sandbox keeps its data, and how its services behave.</summary>
public sealed class SandboxOptions
{
    /// <summary>
    /// The directory of the file <c>sandbox.db</c>; created when missing. One process at a time owns it.
    /// </summary>
    public required string DataDirectory { get; init; }

    /// <summary>
    /// The base address under which others reach the sandbox; events link to it and tokens are issued by it. Null, the default,
    /// means the first address that the server listens on.
    /// </summary>
    public Uri? PublicUrl { get; init; }

    /// <summary>How payments behave.</summary>
    public PaymentsOptions Payments { get; init; } = new();

    /// <summary>Who gets tokens, and whether they are needed.</summary>
    public AuthOptions Auth { get; init; } = new();
}
