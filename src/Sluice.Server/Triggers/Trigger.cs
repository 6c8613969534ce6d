using Sluice.Engine.Triggers;

namespace Sluice.Server.Triggers;

/// <summary>A stored trigger. It never changes; it can only be deleted.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Definition">What it waits for and what it starts.</param>
/// <param name="CreatedAt">When it was created.</param>
public sealed record Trigger(TriggerId Id, TriggerDefinition Definition, DateTimeOffset CreatedAt);
