namespace Sluice.Expressions.Binding;

/// <summary>What the compiler may know of a value.</summary>
internal enum StaticKind
{
    /// <summary>Nothing: it depends on the environment. Never rejected.</summary>
    Unknown,

    /// <summary>The literal nil. Not the same as unknown.</summary>
    Nil,
    Bool,
    Int,
    Int64,
    Byte,
    Float,
    String,
    Bytes,
    Array,

    /// <summary>The array of strings that <c>split</c> returns.</summary>
    Strings,
    Map,
    AnyMap,
    GroupMap,
    Time,
    Duration,
    Zone,
    Month,
    Weekday,

    /// <summary>The name of a function that is not called.</summary>
    Function,
}
