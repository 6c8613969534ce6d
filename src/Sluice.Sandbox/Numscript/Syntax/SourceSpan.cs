namespace Sluice.Sandbox.Numscript.Syntax;

/// <summary>A place in a script; line and column count from 1.</summary>
internal readonly record struct SourceSpan(int Start, int Length, int Line, int Column)
{
    public override string ToString() => $"line {Line}, column {Column}";
}
