using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Sluice.Sandbox.Http;
using Sluice.Sandbox.Numscript.Syntax;

namespace Sluice.Sandbox.Numscript.Evaluation;

/// <summary>A parsed script with the values of its variables: ready to run against balances.</summary>
internal sealed record Script(ScriptSyntax Syntax, ImmutableDictionary<string, Value> Variables)
{
    /// <exception cref="RefusedException">INTERPRETER_PARSE or COMPILATION_FAILED, with every mistake and its place.</exception>
    public static Script Compile(string text, JsonElement? vars)
    {
        if (Encoding.UTF8.GetByteCount(text) > Limits.ScriptBytesMax)
        {
            throw RefusedException.Validation($"script.plain is larger than {Limits.ScriptBytesMax} bytes");
        }

        var (syntax, diagnostics) = Parser.Parse(text);
        if (!diagnostics.IsEmpty)
        {
            var code = diagnostics.Any(diagnostic => diagnostic.Kind == DiagnosticKind.Syntax) ? "INTERPRETER_PARSE" : "COMPILATION_FAILED";
            throw RefusedException.BadRequest(code, string.Join("; ", diagnostics));
        }

        return new Script(syntax, VariableReader.Read(syntax, vars));
    }
}
