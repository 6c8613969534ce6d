using System.Text.Json;
using Sluice.Sandbox.Http;

namespace Sluice.Sandbox.Ledger.Queries;

/// <summary>Turns a JSON query into a test of one row.</summary>
internal sealed class FilterCompiler<T>(string resource, params FilterField<T>[] fields)
{
    private const int NestingMax = 16;
    private const int ConditionsMax = 100;

    /// <exception cref="RefusedException">VALIDATION: an unknown operator or field, or an operand of the wrong type.</exception>
    public Predicate<T> Compile(JsonElement? query)
    {
        var conditions = 0;
        return query is { } present ? Compile(present, 0, ref conditions) : _ => true;
    }

    private Predicate<T> Compile(JsonElement query, int depth, ref int conditions)
    {
        if (depth == NestingMax || ++conditions > ConditionsMax)
        {
            throw RefusedException.Validation($"query: at most {ConditionsMax} conditions, nested at most {NestingMax} deep");
        }

        var (op, operand) = Single(query, "an object with one operator");
        switch (op)
        {
            case "$and" or "$or":
                var parts = new List<Predicate<T>>();
                if (operand.ValueKind != JsonValueKind.Array)
                {
                    throw RefusedException.Validation($"query: {op} must be an array, found {JsonFields.Describe(operand)}");
                }

                foreach (var part in operand.EnumerateArray())
                {
                    parts.Add(Compile(part, depth + 1, ref conditions));
                }

                return op == "$and" ? row => parts.TrueForAll(part => part(row)) : row => parts.Exists(part => part(row));
            case "$not":
                var negated = Compile(operand, depth + 1, ref conditions);
                return row => !negated(row);
            case "$in":
                return CompileAnyOf(operand);
            case "$match":
                return CompileField(FilterOperator.Match, operand);
            case "$lt":
                return CompileField(FilterOperator.LessThan, operand);
            case "$lte":
                return CompileField(FilterOperator.AtMost, operand);
            case "$gt":
                return CompileField(FilterOperator.GreaterThan, operand);
            case "$gte":
                return CompileField(FilterOperator.AtLeast, operand);
            default:
                throw RefusedException.Validation($"query: unknown operator \"{op}\"");
        }
    }

    private Predicate<T> CompileField(FilterOperator op, JsonElement operand)
    {
        var (field, value) = Single(operand, "an object with one field");
        return Find(field, out var key).Compile(op, key, value);
    }

    private Predicate<T> CompileAnyOf(JsonElement operand)
    {
        var (field, values) = Single(operand, "an object with one field");
        if (values.ValueKind != JsonValueKind.Array || values.GetArrayLength() > ConditionsMax)
        {
            throw RefusedException.Validation($"query: $in must be an array of at most {ConditionsMax} values");
        }

        var found = Find(field, out var key);
        var tests = values.EnumerateArray().Select(value => found.Compile(FilterOperator.Match, key, value)).ToList();
        return row => tests.Exists(test => test(row));
    }

    private FilterField<T> Find(string spelled, out string? key)
    {
        var bracket = spelled.IndexOf('[', StringComparison.Ordinal);
        var hasKey = bracket > 0 && spelled.EndsWith(']');
        var name = hasKey ? spelled[..bracket] : spelled;
        key = hasKey ? spelled[(bracket + 1)..^1] : null;
        return Array.Find(fields, field => field.Name == name)
            ?? throw RefusedException.Validation($"query: {resource} cannot be filtered by \"{spelled}\"");
    }

    private static (string Name, JsonElement Value) Single(JsonElement element, string expected)
    {
        if (element.ValueKind == JsonValueKind.Object && element.GetPropertyCount() == 1)
        {
            var property = element.EnumerateObject().Single();
            return (property.Name, property.Value);
        }

        throw RefusedException.Validation($"query: expected {expected}, found {JsonFields.Describe(element)}");
    }
}
