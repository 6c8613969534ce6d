using Sluice.Engine.Instances;

namespace Sluice.Engine.Triggers;

/// <summary>Identifies an occurrence: one firing of a trigger.</summary>
/// <param name="Value">The UUID that the API shows.</param>
public readonly record struct OccurrenceId(Guid Value)
{
    /// <summary>The id of the occurrence that a key stands for, so that recording it again changes nothing.</summary>
    /// <param name="trigger">The trigger.</param>
    /// <param name="key">What makes the occurrence unique among those of its trigger.</param>
    public static OccurrenceId FromKey(TriggerId trigger, string key) => new(DerivedId.Of("occurrence", trigger.ToString(), key));

    /// <summary>The lower-case, dashed form that the API uses.</summary>
    public override string ToString() => Value.ToString("D");
}
