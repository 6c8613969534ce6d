using System.Diagnostics.CodeAnalysis;

namespace Sluice.Expressions;

/// <summary>What compiling gave: a program, or what is wrong with the text.</summary>
public sealed class CompileResult
{
    internal CompileResult(ExpressionProgram program) => Program = program;

    internal CompileResult(Diagnostic error) => Error = error;

    /// <summary>Whether there is a program.</summary>
    [MemberNotNullWhen(true, nameof(Program))]
    [MemberNotNullWhen(false, nameof(Error))]
    public bool Succeeded => Program is not null;

    /// <summary>The program; null when the text is not valid.</summary>
    public ExpressionProgram? Program { get; }

    /// <summary>The first problem of the text; null when there is none.</summary>
    public Diagnostic? Error { get; }
}
