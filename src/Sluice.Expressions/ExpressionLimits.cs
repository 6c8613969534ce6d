namespace Sluice.Expressions;

/// <summary>
/// What compiling and evaluating an expression may use. Each limit has its own message, so that whoever hits one knows which.
/// </summary>
/// <remarks>The defaults let through whatever a person writes and stop what would hold up a service.</remarks>
public sealed record ExpressionLimits
{
    /// <summary>The limits used when none are given.</summary>
    public static ExpressionLimits Default { get; } = new();

    /// <summary>UTF-16 code units of source text. Default 262,144.</summary>
    public int SourceLengthMax { get; init; } = 262_144;

    /// <summary>How deep parentheses, brackets, operands and branches may nest. Default 10,000.</summary>
    public int NestingDepthMax { get; init; } = 10_000;

    /// <summary>Nodes of the syntax tree. Default 10,000, which is part of the language.</summary>
    public int NodesMax { get; init; } = 10_000;

    /// <summary>
    /// Units of the language's memory budget: elements of ranges, arrays and maps that an evaluation makes. Reaching it is the error
    /// <c>memory budget exceeded</c>. Default 1,000,000, which is part of the language.
    /// </summary>
    public long MemoryUnitsMax { get; init; } = 1_000_000;

    /// <summary>
    /// Steps of one evaluation: operations in predicates, and elements and characters that functions look at. Default 100,000,000,
    /// about a second.
    /// </summary>
    public long StepsMax { get; init; } = 100_000_000;

    /// <summary>Array and map elements that one evaluation may make altogether, those outside the memory budget included. Default 5,000,000.</summary>
    public long ElementsMax { get; init; } = 5_000_000;

    /// <summary>UTF-16 code units of one text that an evaluation makes. Default 16,777,216.</summary>
    public long TextLengthMax { get; init; } = 16_777_216;

    /// <summary>UTF-16 code units of all texts that an evaluation makes. Default 134,217,728.</summary>
    public long TextTotalMax { get; init; } = 134_217_728;

    /// <summary>How deep a value may nest that is compared, converted or flattened. Default 10,000, which is part of the language.</summary>
    public int ValueDepthMax { get; init; } = 10_000;

    /// <summary>Bits of an integer that arithmetic on integers beyond 64 bits makes. Default 4,096.</summary>
    public int IntegerBitsMax { get; init; } = 4_096;

    /// <summary>Calls of host functions in one evaluation. Default 1,000.</summary>
    public int HostCallsMax { get; init; } = 1_000;
}
