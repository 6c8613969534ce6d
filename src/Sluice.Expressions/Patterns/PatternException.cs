namespace Sluice.Expressions.Patterns;

/// <summary>A pattern that is not valid, and which part of it is not.</summary>
internal sealed class PatternException(string message, string part) : Exception(message)
{
    public string Part { get; } = part;
}
