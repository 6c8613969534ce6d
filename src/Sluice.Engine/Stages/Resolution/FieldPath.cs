using Sluice.Engine.Json;

namespace Sluice.Engine.Stages.Resolution;

/// <summary>Where a value stands inside a stage's body. It becomes text only when there is a problem to name, which is rare.</summary>
/// <param name="parent">The enclosing value; unset for the body.</param>
/// <param name="name">The value's key; unset for the body and for items of arrays.</param>
/// <param name="index">The value's place in an array, when it has no key.</param>
internal sealed class FieldPath(FieldPath? parent, string? name, int index = 0)
{
    /// <summary>The stage's body.</summary>
    public static readonly FieldPath Body = new(null, null);

    /// <summary>The path of a member of this value.</summary>
    public FieldPath Member(string member) => new(this, member);

    /// <summary>The path of an item of this value.</summary>
    public FieldPath Item(int place) => new(this, null, place);

    /// <summary>The text form: <c>source.account.id</c>, and nothing for the body.</summary>
    public override string ToString() =>
        parent is null ? ""
        : name is null ? JsonText.Item(parent.ToString(), index)
        : JsonText.Member(parent.ToString(), name);
}
