namespace Sluice.Expressions.Values;

/// <summary>The entries of a map value.</summary>
internal abstract class MapValue
{
    public abstract int Count { get; }

    /// <summary>The name of its type in messages.</summary>
    public abstract string TypeName { get; }

    public abstract IEnumerable<KeyValuePair<Value, Value>> Entries { get; }

    /// <summary>The value of a key, or nil.</summary>
    public abstract Value Find(in Value key);

    public abstract bool Contains(in Value key);
}
