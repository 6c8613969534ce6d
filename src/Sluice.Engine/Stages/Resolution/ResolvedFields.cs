namespace Sluice.Engine.Stages.Resolution;

/// <summary>The fields of one object, read by the schema.</summary>
/// <param name="schema">The schema that read them.</param>
/// <param name="readings">One reading for each of the schema's fields, in its order.</param>
internal sealed class ResolvedFields(ObjectShape schema, Reading[] readings)
{
    /// <summary>How much is known about a field.</summary>
    public Presence PresenceOf(string field) => readings[schema.IndexOf(field)].Presence;

    /// <summary>A field's value or default; null when there is neither.</summary>
    /// <exception cref="InvalidCastException">The schema gives the field another type: a bug.</exception>
    public T Get<T>(string field) => (T)readings[schema.IndexOf(field)].Value!;

    /// <summary>The fields of a nested object; null when it was not given or cannot be read.</summary>
    public ResolvedFields? Object(string field) => Get<ResolvedFields?>(field);
}
