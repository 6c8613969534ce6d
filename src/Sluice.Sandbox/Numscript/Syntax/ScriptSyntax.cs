using System.Collections.Immutable;

namespace Sluice.Sandbox.Numscript.Syntax;

/// <summary>A parsed script: the variables it declares and what it does.</summary>
internal sealed record ScriptSyntax(ImmutableArray<Expression.Variable> Variables, ImmutableArray<Statement> Statements);

/// <summary>A script, or why it is none. The script is whole only when there are no diagnostics.</summary>
internal sealed record ParseResult(ScriptSyntax Script, ImmutableArray<Diagnostic> Diagnostics);
