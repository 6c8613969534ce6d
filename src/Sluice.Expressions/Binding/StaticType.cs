using Sluice.Expressions.Values;

namespace Sluice.Expressions.Binding;

/// <summary>A type as far as the compiler knows it.</summary>
internal sealed class StaticType
{
    private StaticType(StaticKind kind, string name, StaticType? element = null)
    {
        Kind = kind;
        Name = name;
        Element = element ?? this;
    }

    public static readonly StaticType Unknown = new(StaticKind.Unknown, "unknown");
    public static readonly StaticType Nil = new(StaticKind.Nil, "unknown");
    public static readonly StaticType Bool = new(StaticKind.Bool, "bool");
    public static readonly StaticType Int = new(StaticKind.Int, "int");
    public static readonly StaticType Int64 = new(StaticKind.Int64, "int64");
    public static readonly StaticType Byte = new(StaticKind.Byte, "uint8");
    public static readonly StaticType Float = new(StaticKind.Float, "float64");
    public static readonly StaticType String = new(StaticKind.String, "string");
    public static readonly StaticType Bytes = new(StaticKind.Bytes, "[]uint8", Byte);
    public static readonly StaticType Array = new(StaticKind.Array, TypeNames.Array, Unknown);
    public static readonly StaticType Ints = new(StaticKind.Array, TypeNames.Array, Int);
    public static readonly StaticType Strings = new(StaticKind.Strings, "[]string", String);
    public static readonly StaticType Map = new(StaticKind.Map, TextMap.Type, Unknown);
    public static readonly StaticType AnyMap = new(StaticKind.AnyMap, KeyedMap.AnyType, Unknown);
    public static readonly StaticType GroupMap = new(StaticKind.GroupMap, KeyedMap.GroupsType, Array);
    public static readonly StaticType Time = new(StaticKind.Time, "time.Time");
    public static readonly StaticType Duration = new(StaticKind.Duration, "time.Duration");
    public static readonly StaticType Zone = new(StaticKind.Zone, "*time.Location");
    public static readonly StaticType Month = new(StaticKind.Month, "time.Month");
    public static readonly StaticType Weekday = new(StaticKind.Weekday, "time.Weekday");

    public StaticKind Kind { get; }

    /// <summary>What messages call it.</summary>
    public string Name { get; }

    /// <summary>The type of its elements; itself where it has none.</summary>
    public StaticType Element { get; }

    public bool IsUnknown => Kind == StaticKind.Unknown;

    public bool IsNil => Kind == StaticKind.Nil;

    public bool IsBool => Kind == StaticKind.Bool;

    public bool IsString => Kind == StaticKind.String;

    public bool IsInteger => Kind is StaticKind.Int or StaticKind.Int64 or StaticKind.Byte;

    public bool IsNumber => Kind == StaticKind.Float || IsInteger;

    public bool IsArray => Kind is StaticKind.Array or StaticKind.Strings or StaticKind.Bytes;

    public bool IsMap => Kind is StaticKind.Map or StaticKind.AnyMap or StaticKind.GroupMap;

    public static StaticType ArrayOf(StaticType element) => element.Kind switch
    {
        StaticKind.Unknown => Array,
        StaticKind.Int => Ints,
        _ => new StaticType(StaticKind.Array, TypeNames.Array, element),
    };

    public static StaticType Function(string name) => new(StaticKind.Function, name);

    /// <summary>Whether a value of this type can go where <paramref name="target"/> is wanted; both are known.</summary>
    public bool IsAssignableTo(StaticType target) => !IsUnknown && !IsNil && Kind == target.Kind && Name == target.Name;

    /// <summary>Whether <c>==</c> makes sense between the two.</summary>
    public bool IsComparableTo(StaticType other) =>
        IsUnknown || IsNil || other.IsUnknown || other.IsNil
        || (IsNumber && other.IsNumber) || (IsArray && other.IsArray)
        || (Kind == other.Kind && Name == other.Name);

    /// <summary>Whether array literals count the two as one kind of element.</summary>
    public bool HasKindOf(StaticType other) => Group == other.Group;

    private int Group => Kind switch
    {
        StaticKind.Nil => (int)StaticKind.Unknown,
        StaticKind.Strings or StaticKind.Bytes => (int)StaticKind.Array,
        StaticKind.AnyMap or StaticKind.GroupMap => (int)StaticKind.Map,
        StaticKind.Month or StaticKind.Weekday => (int)StaticKind.Int,
        StaticKind.Duration => (int)StaticKind.Int64,
        _ => (int)Kind,
    };
}
