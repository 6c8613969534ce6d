using System.Collections.Immutable;

namespace Sluice.Expressions;

/// <summary>
/// A comparison with literals without which a program is not true, such as the <c>event.type == "PAYOUT"</c> of
/// <c>event.type == "PAYOUT" and event.amount > 10</c>. One who keeps many programs finds by it those that are worth evaluating.
/// </summary>
/// <param name="Path">What is compared.</param>
/// <param name="Keys">The keys of the literals, each once; at least one, and several for <c>in</c>.</param>
public sealed record RequiredEquality(ValuePath Path, ImmutableArray<EqualityKey> Keys);
