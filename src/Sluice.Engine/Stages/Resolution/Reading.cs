namespace Sluice.Engine.Stages.Resolution;

/// <summary>How much is known about a field.</summary>
internal enum Presence
{
    /// <summary>Absent, null, or an empty text: the default holds.</summary>
    NotGiven = 0,

    /// <summary>The author gave a value.</summary>
    Given,

    /// <summary>It depends on variables that are not known yet, or cannot be read and was reported.</summary>
    Undecided,
}

/// <summary>A field as read from a stage.</summary>
/// <param name="Presence">How much is known.</param>
/// <param name="Value">The value, or the default when not given; unset when undecided.</param>
internal readonly record struct Reading(Presence Presence, object? Value)
{
    /// <summary>Nothing is known.</summary>
    public static readonly Reading Undecided = new(Presence.Undecided, null);

    /// <summary>Nothing was given.</summary>
    public static readonly Reading NotGiven = new(Presence.NotGiven, null);

    /// <summary>A value was given.</summary>
    public static Reading Given(object value) => new(Presence.Given, value);
}
