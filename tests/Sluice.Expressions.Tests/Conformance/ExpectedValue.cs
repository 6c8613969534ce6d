namespace Sluice.Expressions.Tests.Conformance;

/// <summary>Compares results as the cases mean them: integers of all sizes are one kind, and arrays of all flavors are arrays.</summary>
internal static class ExpectedValue
{
    public static bool Matches(Value expected, Value actual)
    {
        switch (expected.Kind)
        {
            case ValueKind.Int:
                return actual.Kind is ValueKind.Int or ValueKind.Int64 or ValueKind.Byte && expected.AsInt64() == actual.AsInt64();
            case ValueKind.Float:
                return actual.Kind == ValueKind.Float && (expected.AsDouble().Equals(actual.AsDouble()) || expected.AsDouble() == actual.AsDouble());
            case ValueKind.Array:
                return actual.Kind == ValueKind.Array && expected.AsArray().Count == actual.AsArray().Count
                    && expected.AsArray().Zip(actual.AsArray(), Matches).All(same => same);
            case ValueKind.Map:
                var wanted = expected.AsMap().ToList();
                return actual.Kind == ValueKind.Map && wanted.Count == actual.AsMap().Count()
                    && wanted.TrueForAll(entry => actual.AsMap().Any(other => entry.Key == other.Key && Matches(entry.Value, other.Value)));
            case ValueKind.Time:
                return actual.Kind == ValueKind.Time && expected.AsTime() == actual.AsTime() && expected.AsTime().Offset == actual.AsTime().Offset
                    && expected.Time.Nanoseconds == actual.Time.Nanoseconds;
            default:
                return expected == actual;
        }
    }
}
