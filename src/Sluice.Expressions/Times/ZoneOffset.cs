namespace Sluice.Expressions.Times;

/// <summary>What is in force in a zone for a while.</summary>
/// <param name="Seconds">The offset, positive east of Greenwich.</param>
/// <param name="Abbreviation">Such as <c>CEST</c>; empty when the offset has no name.</param>
/// <param name="IsDaylight">Whether it is daylight saving time.</param>
internal readonly record struct ZoneOffset(int Seconds, string Abbreviation, bool IsDaylight);
