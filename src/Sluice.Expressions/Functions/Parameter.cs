using Sluice.Expressions.Binding;

namespace Sluice.Expressions.Functions;

/// <summary>The type of an argument.</summary>
/// <param name="Name">What messages call it.</param>
/// <param name="Kind">The only kind that fits; <see cref="StaticKind.Unknown"/> for a type that nothing known fits.</param>
internal sealed record Parameter(string Name, StaticKind Kind)
{
    public static readonly Parameter Any = new("interface {}", StaticKind.Unknown);
    public static readonly Parameter String = new("string", StaticKind.String);
    public static readonly Parameter Int = new("int", StaticKind.Int);
    public static readonly Parameter Array = new("[]interface {}", StaticKind.Array);
    public static readonly Parameter Strings = new("[]string", StaticKind.Strings);
    public static readonly Parameter Ints = new("[]int", StaticKind.Unknown);
    public static readonly Parameter Floats = new("[]float64", StaticKind.Unknown);
    public static readonly Parameter Time = new("time.Time", StaticKind.Time);
    public static readonly Parameter Duration = new("time.Duration", StaticKind.Duration);
    public static readonly Parameter Zone = new("*time.Location", StaticKind.Zone);

    public bool AcceptsNil => this == Any || this == Zone;

    public bool Accepts(StaticType type) =>
        this == Any || (Kind == StaticKind.Int ? type.IsInteger : Kind != StaticKind.Unknown && type.Kind == Kind);
}
