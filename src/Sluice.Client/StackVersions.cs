namespace Sluice.Client;

/// <summary>What a stack's gateway says about the stack.</summary>
/// <param name="Region">Where it runs.</param>
/// <param name="Env">What it is for; <c>sandbox</c> is play money.</param>
public sealed record StackVersions(string Region = "", string Env = "");
