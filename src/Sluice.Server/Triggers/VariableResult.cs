namespace Sluice.Server.Triggers;

/// <summary>What a variable's expression gives for an event.</summary>
/// <param name="Name">The variable.</param>
/// <param name="Value">Its value; empty when it has none.</param>
/// <param name="Error">Why it has none.</param>
public readonly record struct VariableResult(string Name, string Value, string? Error);
