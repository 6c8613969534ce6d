using System.Collections.Immutable;
using System.Text.Json;
using Sluice.Engine.Json;

namespace Sluice.Engine.Stages.Resolution;

/// <summary>A JSON object with known fields, as <see cref="ResolvedFields"/>. Unknown keys are ignored.</summary>
/// <param name="fields">The fields, in the order of messages.</param>
internal sealed class ObjectShape(params ImmutableArray<Field> fields) : Shape
{
    private readonly Dictionary<string, int> _indexes = Index(fields);

    /// <summary>Fields of which exactly one must be given; none by default.</summary>
    public ImmutableArray<string> OneOf { get; init; } = [];

    /// <summary>Fields of which at least one must be given; none by default.</summary>
    public ImmutableArray<string> AnyOf { get; init; } = [];

    /// <summary>
    /// Whether a key that no field reads is a problem. Stages ignore such keys, as they always have; an object that is ours alone
    /// need not.
    /// </summary>
    public bool IsClosed { get; init; }

    /// <summary>The place of a field among the readings.</summary>
    public int IndexOf(string field) => _indexes[field];

    /// <inheritdoc/>
    public override Reading Read(JsonElement value, FieldPath path, ResolutionContext context)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            context.Report(ProblemKind.Resolving, path, $"expected object but was {JsonText.TypeOf(value)}");
            return Reading.Undecided;
        }

        var written = Written(value, path, context);
        var readings = new Reading[fields.Length];
        for (var i = 0; i < fields.Length; i++)
        {
            readings[i] = ReadField(fields[i], written[i], path.Member(fields[i].Name), context);
        }

        var resolved = new ResolvedFields(this, readings);
        CheckOneOf(resolved, path, context);
        CheckAnyOf(resolved, path, context);
        return Reading.Given(resolved);
    }

    /// <summary>The paths of keys that no field reads, here and in nested objects.</summary>
    public IEnumerable<string> UnknownKeys(JsonElement value, string path)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            yield break;
        }

        foreach (var property in value.EnumerateObject())
        {
            if (!JsonText.TryReadName(property, out var name))
            {
                continue;
            }

            var memberPath = JsonText.Member(path, name);
            if (!_indexes.TryGetValue(name, out var index))
            {
                yield return memberPath;
            }
            else if (fields[index].Shape is ObjectShape nested)
            {
                foreach (var unknown in nested.UnknownKeys(property.Value, memberPath))
                {
                    yield return unknown;
                }
            }
        }
    }

    private static Dictionary<string, int> Index(ImmutableArray<Field> fields)
    {
        var indexes = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < fields.Length; i++)
        {
            indexes.Add(fields[i].Name, i);
            if (fields[i].Alias is { } alias)
            {
                indexes.Add(alias, i);
            }
        }

        return indexes;
    }

    private JsonElement?[] Written(JsonElement value, FieldPath path, ResolutionContext context)
    {
        var written = new JsonElement?[fields.Length];
        foreach (var property in value.EnumerateObject())
        {
            if (!JsonText.TryReadName(property, out var name) || !_indexes.TryGetValue(name, out var index))
            {
                if (IsClosed)
                {
                    context.Report(
                        ProblemKind.Validating, path.Member(name ?? ""), $"unknown (known: {string.Join(", ", fields.Select(field => field.Name))})");
                }

                continue;
            }

            // With money at stake, choosing silently between two values is not an option.
            if (written[index] is not null)
            {
                context.Report(ProblemKind.Validating, path.Member(name), "given twice");
            }

            written[index] = property.Value;
        }

        return written;
    }

    private static Reading ReadField(Field field, JsonElement? written, FieldPath path, ResolutionContext context)
    {
        var reading = written is { ValueKind: not JsonValueKind.Null } value
            ? field.Shape.Read(value, path, context)
            : Reading.NotGiven;
        if (reading.Presence != Presence.NotGiven)
        {
            return reading;
        }

        if (field.IsRequired)
        {
            context.Report(ProblemKind.Validating, path, written is { ValueKind: JsonValueKind.String } empty
                ? $"required but empty: {JsonText.Quote(empty.GetString()!)}"
                : "required but not given");
        }

        return reading with { Value = field.Default };
    }

    private void CheckAnyOf(ResolvedFields resolved, FieldPath path, ResolutionContext context)
    {
        if (!AnyOf.IsEmpty && AnyOf.All(field => resolved.PresenceOf(field) == Presence.NotGiven))
        {
            context.Report(ProblemKind.Validating, path, $"{string.Join(" or ", AnyOf)} must be given");
        }
    }

    private void CheckOneOf(ResolvedFields resolved, FieldPath path, ResolutionContext context)
    {
        int given = 0, undecided = 0;
        foreach (var field in OneOf)
        {
            given += resolved.PresenceOf(field) == Presence.Given ? 1 : 0;
            undecided += resolved.PresenceOf(field) == Presence.Undecided ? 1 : 0;
        }

        if (OneOf.IsEmpty || given == 1 || (given == 0 && undecided > 0))
        {
            return;
        }

        var found = given == 0
            ? "none was"
            : $"{string.Join(" and ", OneOf.Where(field => resolved.PresenceOf(field) == Presence.Given))} were";
        context.Report(ProblemKind.Validating, path, $"exactly one of {string.Join(", ", OneOf)} must be given but {found}");
    }
}
