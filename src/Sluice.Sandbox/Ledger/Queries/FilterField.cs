using System.Numerics;
using System.Text.Json;
using Sluice.Sandbox.Http;
using Sluice.Sandbox.Ledger.Model;

namespace Sluice.Sandbox.Ledger.Queries;

/// <summary>The comparisons a filter can make.</summary>
internal enum FilterOperator
{
    None,
    Match,
    LessThan,
    AtMost,
    GreaterThan,
    AtLeast,
}

/// <summary>
/// A field that rows of a list can be filtered by. It turns an operator and an operand into a test; <c>key</c>
/// of the delegate is what stands in brackets, as in <c>metadata[color]</c>.
/// </summary>
internal sealed record FilterField<T>(string Name, Func<FilterOperator, string?, JsonElement, Predicate<T>> Compile)
{
    /// <summary>Addresses, one of which must match the pattern.</summary>
    public static FilterField<T> Addresses(string name, Func<T, IEnumerable<string>> read) => new(name, (op, key, operand) =>
    {
        RequireMatch(name, op);
        RequireNoKey(name, key);
        var pattern = new AddressPattern(operand.AsText(name));
        return row => read(row).Any(pattern.Matches);
    });

    public static FilterField<T> Text(string name, Func<T, string?> read) => new(name, (op, key, operand) =>
    {
        RequireMatch(name, op);
        RequireNoKey(name, key);
        var wanted = operand.AsText(name);
        return row => read(row) == wanted;
    });

    public static FilterField<T> Flag(string name, Func<T, bool> read) => new(name, (op, key, operand) =>
    {
        RequireMatch(name, op);
        RequireNoKey(name, key);
        var wanted = operand.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => throw RefusedException.Validation($"query: {name} must be true or false, found {JsonFields.Describe(operand)}"),
        };
        return row => read(row) == wanted;
    });

    public static FilterField<T> Integer(string name, Func<T, BigInteger> read) => new(name, (op, key, operand) =>
    {
        RequireNoKey(name, key);
        var wanted = operand.AsInteger(name);
        return row => Holds(op, read(row).CompareTo(wanted));
    });

    public static FilterField<T> Date(string name, Func<T, DateTimeOffset> read) => new(name, (op, key, operand) =>
    {
        RequireNoKey(name, key);
        return Instant.TryRead(operand.AsText(name), out var wanted)
            ? row => Holds(op, read(row).CompareTo(wanted))
            : throw RefusedException.Validation($"query: {name} must be an RFC 3339 date and time with a zone");
    });

    /// <summary>A value of a map of strings; a row without the key never matches.</summary>
    public static FilterField<T> Map(string name, Func<T, Metadata> read) => new(name, (op, key, operand) =>
    {
        RequireMatch(name, op);
        var present = key ?? throw RefusedException.Validation($"query: {name} needs a key, as in {name}[color]");
        var wanted = operand.AsText($"{name}[{present}]");
        return row => read(row).TryGetValue(present, out var value) && value == wanted;
    });

    /// <summary>A balance in the asset in brackets, or in any asset without brackets; none at all never matches.</summary>
    public static FilterField<T> Balances(string name, Func<T, IEnumerable<AccountVolumes>> read) => new(name, (op, key, operand) =>
    {
        var wanted = operand.AsInteger(name);
        return row => read(row).Any(entry => (key is null || entry.Asset == key) && Holds(op, entry.Volumes.Balance.CompareTo(wanted)));
    });

    private static bool Holds(FilterOperator op, int comparison) => op switch
    {
        FilterOperator.LessThan => comparison < 0,
        FilterOperator.AtMost => comparison <= 0,
        FilterOperator.GreaterThan => comparison > 0,
        FilterOperator.AtLeast => comparison >= 0,
        _ => comparison == 0,
    };

    private static void RequireMatch(string name, FilterOperator op)
    {
        if (op != FilterOperator.Match)
        {
            throw RefusedException.Validation($"query: {name} can only be used with $match or $in");
        }
    }

    private static void RequireNoKey(string name, string? key)
    {
        if (key is not null)
        {
            throw RefusedException.Validation($"query: {name} takes no key in brackets");
        }
    }
}
