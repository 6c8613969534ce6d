namespace Sluice.Expressions.Values;

/// <summary>A map whose keys are scalars of any kind: what <c>fromPairs</c> and <c>groupBy</c> return.</summary>
internal sealed class KeyedMap(Dictionary<Value, Value> entries, bool groups) : MapValue
{
    public const string AnyType = "map[interface {}]interface {}";

    public const string GroupsType = "map[interface {}][]interface {}";

    public override int Count => entries.Count;

    public override string TypeName => groups ? GroupsType : AnyType;

    /// <summary>Whether its values are groups of elements. A group that does not exist is an array that equals nil.</summary>
    public bool IsGroups => groups;

    public override IEnumerable<KeyValuePair<Value, Value>> Entries => entries;

    public override Value Find(in Value key) =>
        entries.TryGetValue(key, out var value) ? value : groups ? Value.FromArray(ListArray.NilArray) : default;

    public override bool Contains(in Value key) => entries.ContainsKey(key);
}
