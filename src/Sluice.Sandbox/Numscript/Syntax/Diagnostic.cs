namespace Sluice.Sandbox.Numscript.Syntax;

/// <summary>What kind of mistake a diagnostic reports; the two have codes of their own on the wire.</summary>
internal enum DiagnosticKind
{
    /// <summary>The text is not a script.</summary>
    Syntax,

    /// <summary>The text is a script, but what it says cannot mean anything: an unknown variable, a wrong type.</summary>
    Meaning,
}

/// <summary>A mistake in a script.</summary>
internal sealed record Diagnostic(DiagnosticKind Kind, SourceSpan Span, string Message)
{
    public override string ToString() => $"{Span}: {Message}";
}
