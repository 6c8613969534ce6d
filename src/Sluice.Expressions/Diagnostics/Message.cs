namespace Sluice.Expressions;

/// <summary>A problem's stable code, its sentence and what to do about it. <see cref="Messages"/> has all of them.</summary>
internal readonly record struct Message(string Code, string Text, string? Hint = null);
