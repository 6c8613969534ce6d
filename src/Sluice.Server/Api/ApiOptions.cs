namespace Sluice.Server.Api;

/// <summary>What an operator may set of the HTTP API.</summary>
public sealed record ApiOptions
{
    /// <summary>The version that <c>/_info</c> and the API's documents show. Default: <c>develop</c>.</summary>
    public string Version { get; init; } = "develop";

    /// <summary>
    /// How long a run with <c>wait=true</c> waits for the instance's end before it answers with the state so far.
    /// </summary>
    public required TimeSpan WaitMax { get; init; }
}
