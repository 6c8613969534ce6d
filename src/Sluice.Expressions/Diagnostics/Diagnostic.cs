namespace Sluice.Expressions;

/// <summary>What is wrong with an expression or with one evaluation of it, for whoever wrote the expression.</summary>
/// <remarks>Immutable. <see cref="ToString"/> is the whole message with the line concerned and a caret below the place.</remarks>
public sealed class Diagnostic
{
    internal Diagnostic(DiagnosticStage stage, Message message, SourceText source, int? anchor)
    {
        Stage = stage;
        Code = message.Code;
        Message = message.Text;
        Hint = message.Hint;
        if (anchor is { } offset && source.Locate(offset) is { } place)
        {
            (Offset, Line, Column, Snippet) = (offset, place.Line, place.Column, place.Snippet);
        }
    }

    /// <summary>Whether compiling or evaluating failed.</summary>
    public DiagnosticStage Stage { get; }

    /// <summary>A stable name of the kind of problem, such as <c>UNEXPECTED_TOKEN</c>.</summary>
    public string Code { get; }

    /// <summary>The problem in one sentence, without its position.</summary>
    public string Message { get; }

    /// <summary>What to do about it, or null when the message says all there is to say.</summary>
    public string? Hint { get; }

    /// <summary>Where it is in the source text, in UTF-16 code units, or null when it belongs to no single place.</summary>
    public int? Offset { get; }

    /// <summary>The line, from 1; null without a place.</summary>
    public int? Line { get; }

    /// <summary>The column, from 1 and in code points; null without a place.</summary>
    public int? Column { get; }

    /// <summary>The line concerned and a caret below the place, as two lines each starting with a bar; null without a place.</summary>
    public string? Snippet { get; }

    /// <summary>The message, its position and the snippet. The hint is not part of it.</summary>
    public override string ToString() => Line is null ? Message : $"{Message} ({Line}:{Column})\n{Snippet}";
}
