namespace Sluice.Expressions.Syntax;

/// <summary>
/// A Pratt parser: each operand is read by <see cref="Primary"/>, and <see cref="Expression"/> goes on as long as operators bind at
/// least as tightly as asked. The first problem ends it with an <see cref="ExpressionFault"/>.
/// </summary>
/// <param name="overrides">Tells of a name whether the host replaced the built-in function of that name.</param>
/// <param name="nodesMax">How many nodes the tree may have.</param>
/// <param name="depthMax">How deep expressions may nest.</param>
internal sealed partial class Parser(string text, Func<string, bool> overrides, int nodesMax, int depthMax)
{
    private readonly Lexer _lexer = new(text);
    private Token _current;
    private Token _next;
    private bool _hasNext;
    private int _end;
    private int _nodes;
    private int _depth;
    private int _predicates;

    public SyntaxNode Parse()
    {
        _current = _lexer.Next();
        var root = Sequence();
        return _current.Kind == TokenKind.EndOfInput ? root : throw Unexpected();
    }

    private SyntaxNode Sequence()
    {
        var first = Expression(Operators.Loosest);
        if (!_current.IsOperator(";"))
        {
            return first;
        }

        var parts = new List<SyntaxNode> { first };
        while (_current.IsOperator(";"))
        {
            Advance();
            if (_current.Kind == TokenKind.EndOfInput)
            {
                break;
            }

            parts.Add(Expression(Operators.Loosest));
        }

        return parts.Count == 1 ? first : Counted(new SequenceSyntax(From(first.Span.Start), [.. parts]));
    }

    private SyntaxNode Expression(int precedence)
    {
        Deepen();
        var result = precedence > Operators.Loosest ? Operation(precedence)
            : _current.IsOperator("let") ? Let()
            : _current.IsOperator("if") ? If()
            : Ternary(Operation(precedence));
        _depth--;
        return result;
    }

    private SyntaxNode Operation(int precedence)
    {
        var left = Primary();
        var previous = "";
        while (_current.Kind == TokenKind.Operator)
        {
            var operation = _current;
            var negated = operation.Value == "not";
            if (negated && !NegatedOperator(precedence, out operation))
            {
                break;
            }

            var binding = Operators.Binary(operation.Value);
            if (binding < precedence)
            {
                break;
            }

            Advance();
            left = operation.Value == "|" ? PipedCall(left)
                : previous == "??" && operation.Value != "??" ? throw new ExpressionFault(Messages.MixedCoalesce(operation.Value), operation.Span.Start)
                : Operators.IsOrdering(operation.Value) ? Comparison(left, operation, binding)
                : Infix(left, operation, Expression(Operators.IsRightAssociative(operation.Value) ? binding : binding + 1));
            if (negated)
            {
                left = Counted(new UnarySyntax(left.Span, operation.Span.Start, "not", left));
            }

            previous = operation.Value;
        }

        return left;
    }

    /// <summary>Steps onto the operator after <c>not</c>; stays on <c>not</c> when that operator binds too loosely here.</summary>
    private bool NegatedOperator(int precedence, out Token operation)
    {
        var not = _current;
        Advance();
        operation = _current;
        if (!Operators.IsNegatable(operation.Value))
        {
            throw Unexpected();
        }

        if (Operators.Binary(operation.Value) >= precedence)
        {
            return true;
        }

        (_next, _hasNext, _current) = (_current, true, not);
        return false;
    }

    private SyntaxNode PipedCall(SyntaxNode argument)
    {
        var name = _current;
        Expect(TokenKind.Identifier);
        return Call(name, argument, argument.Span.Start, canBeReplaced: true);
    }

    /// <summary><c>a &lt; b &lt; c</c> is <c>a &lt; b &amp;&amp; b &lt; c</c>.</summary>
    private SyntaxNode Comparison(SyntaxNode left, Token operation, int binding)
    {
        SyntaxNode? chain = null;
        while (true)
        {
            var right = Expression(binding + 1);
            var pair = Infix(left, operation, right);
            chain = chain is null ? pair : Counted(new BinarySyntax(chain.Span.To(pair.Span), operation.Span.Start, "&&", chain, pair));
            left = right;
            operation = _current;
            if (operation.Kind != TokenKind.Operator || !Operators.IsOrdering(operation.Value))
            {
                return chain;
            }

            Advance();
        }
    }

    private BinarySyntax Infix(SyntaxNode left, Token operation, SyntaxNode right) =>
        Counted(new BinarySyntax(left.Span.To(right.Span), operation.Span.Start, operation.Value, left, right));

    private SyntaxNode Ternary(SyntaxNode condition)
    {
        while (_current.IsOperator("?"))
        {
            Advance();
            var whenTrue = condition;
            if (!_current.IsOperator(":"))
            {
                whenTrue = Expression(Operators.Loosest);
            }

            Expect(TokenKind.Operator, ":");
            var whenFalse = Expression(Operators.Loosest);
            condition = Counted(new ConditionalSyntax(
                condition.Span.To(whenFalse.Span), _current.Span.Start, condition, whenTrue, whenFalse));
        }

        return condition;
    }

    private LetSyntax Let()
    {
        var start = _current.Span.Start;
        Advance();
        var name = _current;
        Expect(TokenKind.Identifier);
        Expect(TokenKind.Operator, "=");
        var value = Expression(Operators.Loosest);
        Expect(TokenKind.Operator, ";");
        var body = Sequence();
        return Counted(new LetSyntax(From(start), name.Span.Start, name.Value, value, body));
    }

    private ConditionalSyntax If()
    {
        Deepen();
        var start = _current.Span.Start;
        Advance();
        var condition = Expression(Operators.Loosest);
        var whenTrue = Block();
        Expect(TokenKind.Operator, "else");
        var whenFalse = _current.IsOperator("if") ? If() : Block();
        _depth--;
        return new ConditionalSyntax(From(start), 0, condition, whenTrue, whenFalse);
    }

    private SyntaxNode Block()
    {
        Expect(TokenKind.Bracket, "{");
        var block = Sequence();
        Expect(TokenKind.Bracket, "}");
        return block;
    }

    private void Deepen()
    {
        if (++_depth > depthMax)
        {
            throw new ExpressionFault(Messages.NestedTooDeeply(depthMax), _current.Span.Start);
        }
    }

    private T Counted<T>(T node)
        where T : SyntaxNode
    {
        Count();
        return node;
    }

    private void Count()
    {
        if (++_nodes > nodesMax)
        {
            throw new ExpressionFault(Messages.TooManyNodes);
        }
    }

    private void Advance()
    {
        if (_current.Kind == TokenKind.EndOfInput)
        {
            throw new ExpressionFault(Messages.UnexpectedEnd, _current.Span.Start);
        }

        _end = _current.Span.End;
        (_current, _hasNext) = (_hasNext ? _next : _lexer.Next(), false);
    }

    private void Expect(TokenKind kind, string? value = null)
    {
        if (_current.Kind != kind || (value is not null && _current.Value != value))
        {
            throw Unexpected();
        }

        Advance();
    }

    private SourceSpan From(int start) => new(start, _end);

    private ExpressionFault Unexpected() => new(Messages.UnexpectedToken(_current.ToString()), _current.Span.Start);
}
