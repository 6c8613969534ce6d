using System.Collections.Immutable;
using Sluice.Engine;
using Sluice.Expressions;

namespace Sluice.Server.Triggers;

/// <summary>
/// The language of filters and variables: expressions over <c>event</c>, the payload, with the function <c>link</c>. Numbers are
/// what is written, so that an amount of any size stays exact.
/// </summary>
public sealed class TriggerExpressions
{
    /// <summary>
    /// An event is looked at by many triggers and holds up those behind it: one expression may take some milliseconds, and not make
    /// more than an instance can take.
    /// </summary>
    private static readonly ExpressionLimits Tight = new()
    {
        SourceLengthMax = Limits.ExpressionCharsMax,
        NestingDepthMax = 200,
        MemoryUnitsMax = 100_000,
        StepsMax = 2_000_000,
        ElementsMax = 200_000,
        TextLengthMax = 1024 * 1024,
        TextTotalMax = 4 * 1024 * 1024,
        ValueDepthMax = 2 * Limits.EnvelopeDepthMax,
        HostCallsMax = 16,
    };

    private readonly CompileOptions _options;

    /// <summary>Makes the language.</summary>
    /// <param name="link">What <c>link</c> does.</param>
    /// <param name="clock">The clock of <c>now()</c>.</param>
    public TriggerExpressions(HostFunction link, TimeProvider clock) => _options = new CompileOptions
    {
        Clock = clock,
        Limits = Tight,
        Functions = ImmutableDictionary.CreateRange(StringComparer.Ordinal, [KeyValuePair.Create(LinkFunction.Name, link)]),
    };

    /// <summary>Compiles an expression.</summary>
    public CompileResult Compile(string expression) => Expression.Compile(expression, _options);

    /// <summary>The environment in which an event is looked at.</summary>
    public static Value Environment(System.Text.Json.JsonElement payload) =>
        Value.From([KeyValuePair.Create("event", Value.FromJson(payload))]);
}
