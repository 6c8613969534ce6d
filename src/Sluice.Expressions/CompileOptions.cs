using System.Collections.Immutable;

namespace Sluice.Expressions;

/// <summary>What an expression is compiled with.</summary>
public sealed record CompileOptions
{
    /// <summary>No host functions, the default limits, the system's clock.</summary>
    public static CompileOptions Default { get; } = new();

    /// <summary>
    /// Functions by their name in expressions. One named like a built-in function replaces it; <c>::name()</c> still reaches the built-in.
    /// </summary>
    public ImmutableDictionary<string, HostFunction> Functions { get; init; } =
        ImmutableDictionary.Create<string, HostFunction>(StringComparer.Ordinal);

    /// <summary>What compiling and evaluating may use.</summary>
    public ExpressionLimits Limits { get; init; } = ExpressionLimits.Default;

    /// <summary>The clock of <c>now()</c>, and the zone called local.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>What numbers of a JSON environment are, when it is given as a JSON element. Default: as they are written.</summary>
    public JsonNumbers JsonNumbers { get; init; } = JsonNumbers.AsWritten;
}
