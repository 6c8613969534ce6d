using System.Collections.Immutable;

namespace Sluice.Sandbox.Numscript.Syntax;

/// <summary>
/// Reads a script by recursive descent. It never throws on input: mistakes become diagnostics, and after a mistake in the
/// grammar it goes on at the next statement, so that one answer reports them all.
/// </summary>
internal sealed partial class Parser
{
    private static readonly string[] StatementWords = ["send", "set_tx_meta", "set_account_meta"];

    private readonly IReadOnlyList<Token> _tokens;
    private readonly ImmutableArray<Diagnostic>.Builder _diagnostics = ImmutableArray.CreateBuilder<Diagnostic>();
    private readonly Dictionary<string, Expression.Variable> _variables = new(StringComparer.Ordinal);
    private int _position;
    private int _depth;

    private Parser(string script) => _tokens = new Tokenizer(script).ReadAll();

    private Token Current => _tokens[_position];

    public static ParseResult Parse(string script)
    {
        var parser = new Parser(script);
        var syntax = parser.ReadScript();
        return new ParseResult(syntax, parser._diagnostics.ToImmutable());
    }

    private ScriptSyntax ReadScript()
    {
        Recover(ReadVariables);
        var statements = ImmutableArray.CreateBuilder<Statement>();
        while (Current.Kind != TokenKind.End)
        {
            Recover(() => statements.Add(ReadStatement()));
        }

        if (statements.Count == 0 && _diagnostics.Count == 0)
        {
            Report(DiagnosticKind.Syntax, Current.Span, "expected a statement, found the end of the script");
        }

        return new ScriptSyntax([.. _variables.Values], statements.ToImmutable());
    }

    private void ReadVariables()
    {
        if (!Current.Is("vars"))
        {
            return;
        }

        Take();
        Expect("{");
        while (!Current.Is("}"))
        {
            var type = ReadType();
            var name = Expect(TokenKind.Variable, "a variable such as $amount");
            if (_variables.Count == Limits.VariablesMax)
            {
                throw Mistake(name, $"at most {Limits.VariablesMax} variables can be declared");
            }

            if (!_variables.TryAdd(name.Value, new Expression.Variable(name.Span, name.Value, type)))
            {
                Report(DiagnosticKind.Meaning, name.Span, $"variable ${name.Value} is declared twice");
            }
        }

        Take();
    }

    private ValueKind ReadType()
    {
        var type = Current.Kind != TokenKind.Word ? ValueKind.None : Current.Value switch
        {
            "account" => ValueKind.Account,
            "asset" => ValueKind.Asset,
            "number" => ValueKind.Number,
            "monetary" => ValueKind.Monetary,
            "portion" => ValueKind.Portion,
            "string" => ValueKind.String,
            _ => ValueKind.None,
        };
        return type == ValueKind.None
            ? throw Mistake(Current, $"expected a type (account, asset, number, monetary, portion, string), found {Current.Describe()}")
            : Take(type);
    }

    private Statement ReadStatement()
    {
        var start = Current;
        if (start.Is("send"))
        {
            Take();
            return ReadSend(start);
        }

        if (start.Is("set_tx_meta"))
        {
            Take();
            Expect("(");
            var key = Unescape(Expect(TokenKind.Text, "a key in quotes"));
            Expect(",");
            var value = ReadExpression();
            Expect(")");
            return new Statement.SetTransactionMetadata(start.Span, key, value);
        }

        if (start.Is("set_account_meta"))
        {
            Take();
            Expect("(");
            var address = ReadExpression(ValueKind.Account);
            Expect(",");
            var key = Unescape(Expect(TokenKind.Text, "a key in quotes"));
            Expect(",");
            var value = ReadExpression();
            Expect(")");
            return new Statement.SetAccountMetadata(start.Span, address, key, value);
        }

        throw Mistake(start, $"expected a statement ({string.Join(", ", StatementWords)}), found {start.Describe()}");
    }

    private Statement.Send ReadSend(Token start)
    {
        var (sent, all) = ReadSent();
        Expect("(");
        Source? from = null;
        Destination? to = null;
        while (from is null || to is null)
        {
            if (from is null && Current.Is("source"))
            {
                Take();
                Expect("=");
                from = ReadSource();
            }
            else if (to is null && Current.Is("destination"))
            {
                Take();
                Expect("=");
                to = ReadDestination();
            }
            else
            {
                throw Mistake(Current, $"expected '{(from is null ? "source" : "destination")} =', found {Current.Describe()}");
            }
        }

        Expect(")");
        return new Statement.Send(start.Span, sent, all, from, to);
    }

    private (Expression Sent, bool All) ReadSent()
    {
        if (!Current.Is("["))
        {
            return (ReadExpression(ValueKind.Monetary), false);
        }

        var start = Take();
        var asset = ReadExpression(ValueKind.Asset);
        if (Current.Is("*"))
        {
            Take();
            Expect("]");
            return (asset, true);
        }

        return (ReadMonetary(start, asset), false);
    }

    // What nests is read by recursion; the limit keeps the stack flat.
    private T Nested<T>(Func<T> read)
    {
        if (++_depth > Limits.NestingMax)
        {
            throw Mistake(Current, $"the script nests deeper than {Limits.NestingMax}");
        }

        var result = read();
        _depth--;
        return result;
    }

    private void Recover(Action read)
    {
        try
        {
            _depth = 0;
            read();
        }
        catch (SyntaxMistake mistake)
        {
            Report(DiagnosticKind.Syntax, mistake.Span, mistake.Message);
            if (_position < _tokens.Count - 1)
            {
                _position++;
            }

            while (Current.Kind != TokenKind.End && !StatementWords.Any(word => Current.Is(word)))
            {
                _position++;
            }
        }
    }

    private void Report(DiagnosticKind kind, SourceSpan span, string message)
    {
        if (_diagnostics.Count < Limits.DiagnosticsMax)
        {
            _diagnostics.Add(new Diagnostic(kind, span, message));
        }
    }

    private Token Take()
    {
        var token = Current;
        if (token.Kind != TokenKind.End)
        {
            _position++;
        }

        return token;
    }

    private T Take<T>(T value)
    {
        Take();
        return value;
    }

    private Token Expect(string punctuationOrWord) => Current.Is(punctuationOrWord)
        ? Take()
        : throw Mistake(Current, $"expected '{punctuationOrWord}', found {Current.Describe()}");

    private Token Expect(TokenKind kind, string expected) => Current.Kind == kind
        ? Take()
        : throw Mistake(Current, $"expected {expected}, found {Current.Describe()}");

    private static SyntaxMistake Mistake(Token at, string message) => new(at.Span, message);

    // Leaves the statement under way; it never leaves the parser.
    private sealed class SyntaxMistake(SourceSpan span, string message) : Exception(message)
    {
        public SourceSpan Span { get; } = span;
    }
}
