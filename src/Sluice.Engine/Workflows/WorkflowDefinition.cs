using System.Collections.Immutable;
using System.Text.Json;

namespace Sluice.Engine.Workflows;

/// <summary>
/// A validated description of a money flow. A definition never changes once it is stored, so an instance that names it has
/// its snapshot without a copy.
/// </summary>
/// <param name="Name">A name for people; empty when the author gave none.</param>
/// <param name="Stages">What to do, in order. May be empty: such instances succeed at once.</param>
/// <param name="Config">The definition as the API echoes it: <c>{"name":…,"stages":[…]}</c>, stages verbatim.</param>
public sealed record WorkflowDefinition(string Name, ImmutableArray<StageDefinition> Stages, JsonElement Config);
