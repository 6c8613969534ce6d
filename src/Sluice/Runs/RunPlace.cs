namespace Sluice.Runs;

/// <summary>Where a workflow runs.</summary>
/// <param name="Server">The service's URL.</param>
/// <param name="Description">Where that is, to follow "running".</param>
/// <param name="WhatBecomesOfIt">What to say of an instance that is left before its end.</param>
/// <param name="Sandbox">Whether the money is play money, which a file may ask for.</param>
/// <param name="LookInterval">How often to look.</param>
internal sealed record RunPlace(Uri Server, string Description, string WhatBecomesOfIt, bool Sandbox, TimeSpan LookInterval);
