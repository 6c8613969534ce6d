namespace Sluice.Expressions;

/// <summary>When a problem showed.</summary>
public enum DiagnosticStage
{
    /// <summary>While the text was compiled: it cannot succeed with any environment.</summary>
    Compile = 1,

    /// <summary>While the program ran: it cannot succeed with this environment.</summary>
    Runtime = 2,
}
