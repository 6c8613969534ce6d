namespace Sluice.Expressions;

/// <summary>
/// What values can be told apart by before <c>==</c> is asked: values that <c>==</c> holds equal have the same key. Made for hash
/// tables.
/// </summary>
/// <remarks>
/// The converse does not hold. Numbers have the key of their double, because 3 is equal to 3.0, so different integers beyond 2^53 may
/// share one. Text is compared by case, and never equals a number.
/// </remarks>
public readonly record struct EqualityKey
{
    private readonly ValueKind _kind;
    private readonly double _number;
    private readonly string? _text;

    private EqualityKey(ValueKind kind, double number, string? text = null) => (_kind, _number, _text) = (kind, number, text);

    /// <summary>The key of a number, of text or of a bool.</summary>
    /// <returns>Null for every other kind of value, and for NaN, which equals nothing.</returns>
    public static EqualityKey? Of(in Value value) => value switch
    {
        { Kind: ValueKind.String } => new EqualityKey(ValueKind.String, 0, value.Text),
        { Kind: ValueKind.Bool } => new EqualityKey(ValueKind.Bool, value.Bool ? 1 : 0),
        // Adding zero makes the negative zero the ordinary one.
        { IsNumber: true } when value.AsDouble() is var number && !double.IsNaN(number) => new EqualityKey(ValueKind.Float, number + 0.0),
        _ => null,
    };
}
