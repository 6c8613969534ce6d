namespace Sluice.Server.Api;

/// <summary>What an operator may set of the HTTP API.</summary>
public sealed record ApiOptions
{
    /// <summary>The version that <c>/_info</c> and the API's documents show. Default: <c>develop</c>.</summary>
    public string Version { get; init; } = "develop";

    /// <summary>
    /// How long a run with <c>wait=true</c> waits for the instance's end before it answers with the state so far. Default: ten minutes,
    /// longer than most proxies keep a silent connection.
    /// </summary>
    public TimeSpan WaitMax { get; init; } = TimeSpan.FromMinutes(10);
}
