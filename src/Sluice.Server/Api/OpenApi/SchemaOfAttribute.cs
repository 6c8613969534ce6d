namespace Sluice.Server.Api.OpenApi;

/// <summary>
/// Says what JSON a member holds when its type does not: the API's documents show that shape, or one of those, instead.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class SchemaOfAttribute(params Type[] types) : Attribute
{
    public IReadOnlyList<Type> Types { get; } = types;
}
