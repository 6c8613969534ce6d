using Sluice.Engine.Json;

namespace Sluice.Engine.Stages.Resolution;

/// <summary>Where a value stands inside a stage's body. It becomes text only when there is a problem to name, which is rare.</summary>
/// <param name="parent">The enclosing value; unset for the body.</param>
/// <param name="name">The value's key; empty for the body.</param>
internal sealed class FieldPath(FieldPath? parent, string name)
{
    /// <summary>The stage's body.</summary>
    public static readonly FieldPath Body = new(null, "");

    /// <summary>The path of a member of this value.</summary>
    public FieldPath Member(string member) => new(this, member);

    /// <summary>The text form: <c>source.account.id</c>, and nothing for the body.</summary>
    public override string ToString() => parent is null ? "" : JsonText.Member(parent.ToString(), name);
}
