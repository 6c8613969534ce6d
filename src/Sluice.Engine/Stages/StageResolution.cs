using Sluice.Engine.Activities;

namespace Sluice.Engine.Stages;

/// <summary>The result of resolving a stage: its input, or the error that ends the stage.</summary>
/// <param name="Input">What to do; unset when there is an error.</param>
/// <param name="Retry">The retry policy that the author gave the stage, if any.</param>
/// <param name="Error">Why the stage cannot run; unset when there is an input.</param>
public readonly record struct StageResolution(StageInput? Input, RetryPolicy? Retry, string? Error);
