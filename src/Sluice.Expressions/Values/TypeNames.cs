namespace Sluice.Expressions.Values;

/// <summary>What types are called: in messages, and by the function <c>type</c>.</summary>
internal static class TypeNames
{
    public const string Array = "[]interface {}";

    /// <summary>The type's name in run-time messages.</summary>
    public static string Of(in Value value) => value.Kind switch
    {
        ValueKind.Nil => "<nil>",
        ValueKind.Bool => "bool",
        ValueKind.Int or ValueKind.BigInteger => "int",
        ValueKind.Int64 => "int64",
        ValueKind.Byte => "uint8",
        ValueKind.Float => "float64",
        ValueKind.String => "string",
        ValueKind.Bytes => "[]uint8",
        ValueKind.Array => Of(value.Array.Flavor),
        ValueKind.Map => value.IsJson ? TextMap.Type : value.Map.TypeName,
        ValueKind.Time => "time.Time",
        ValueKind.Duration => "time.Duration",
        ValueKind.TimeZone => "*time.Location",
        ValueKind.Month => "time.Month",
        _ => "time.Weekday",
    };

    /// <summary>The same where messages call nil by its name.</summary>
    public static string OfInterface(in Value value) => value.IsNil ? "nil" : Of(value);

    /// <summary>The rough kind, as some messages give it.</summary>
    public static string KindOf(in Value value) => value.Kind switch
    {
        ValueKind.Nil => "invalid",
        ValueKind.Array when value.Array.Flavor == ArrayFlavor.Pair => "array",
        ValueKind.Array or ValueKind.Bytes => "slice",
        ValueKind.Map => "map",
        ValueKind.Time => "struct",
        ValueKind.Duration => "int64",
        ValueKind.TimeZone => "ptr",
        ValueKind.Month or ValueKind.Weekday => "int",
        _ => Of(value),
    };

    /// <summary>What the function <c>type</c> returns.</summary>
    public static string Named(in Value value) => value.Kind switch
    {
        ValueKind.Nil => "nil",
        ValueKind.Bool => "bool",
        ValueKind.Int or ValueKind.Int64 or ValueKind.BigInteger => "int",
        ValueKind.Byte => "uint",
        ValueKind.Float => "float",
        ValueKind.String => "string",
        ValueKind.Bytes or ValueKind.Array => "array",
        ValueKind.Map => "map",
        ValueKind.TimeZone => "time.Location",
        _ => Of(value),
    };

    private static string Of(ArrayFlavor flavor) => flavor switch
    {
        ArrayFlavor.Ints => "[]int",
        ArrayFlavor.Strings => "[]string",
        ArrayFlavor.Pairs => "[][2]interface {}",
        ArrayFlavor.Pair => "[2]interface {}",
        _ => Array,
    };
}
