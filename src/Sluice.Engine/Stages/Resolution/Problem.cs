namespace Sluice.Engine.Stages.Resolution;

/// <summary>What kind of rule a <see cref="Problem"/> broke, which decides how a stage's error words it.</summary>
internal enum ProblemKind
{
    /// <summary>Not a kind.</summary>
    None = 0,

    /// <summary>A value has the wrong type or cannot be read.</summary>
    Resolving,

    /// <summary>A required field or a one-of rule.</summary>
    Validating,

    /// <summary>A rule of the stage as a whole; its text stands alone.</summary>
    Stage,
}

/// <summary>One reason why a stage cannot run.</summary>
/// <param name="Kind">The kind of rule.</param>
/// <param name="Path">The field, from the stage's body: <c>source.account.id</c>; empty for the body itself.</param>
/// <param name="Rule">The rule and what was found instead.</param>
internal readonly record struct Problem(ProblemKind Kind, string Path, string Rule)
{
    /// <summary>The problem in the error of a stage that ran.</summary>
    public string AsStageError() => Kind switch
    {
        ProblemKind.Resolving when Path.Length > 0 => $"resolving field '{Path}': {Rule}",
        ProblemKind.Validating when Path.Length > 0 => $"validating field '{Path}': {Rule}",
        _ => Rule,
    };

    /// <summary>The problem in the refusal of a definition.</summary>
    /// <param name="stagePath">The stage's body: <c>stages[0].send</c>.</param>
    public string AsRefusal(string stagePath)
    {
        // An item of the body itself, such as ["odd key"], follows without a dot.
        var separator = Path.Length == 0 || Path[0] == '[' ? "" : ".";
        return $"{stagePath}{separator}{Path}: {Rule}";
    }
}
