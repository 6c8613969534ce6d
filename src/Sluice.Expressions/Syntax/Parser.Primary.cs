using Sluice.Expressions.Functions;

namespace Sluice.Expressions.Syntax;

/// <summary>Operands: literals, names, calls, and what follows them directly.</summary>
internal sealed partial class Parser
{
    private SyntaxNode Primary()
    {
        var token = _current;
        if (token.Kind == TokenKind.Operator && Operators.Prefix(token.Value) is > 0 and var binding)
        {
            Advance();
            var operand = Expression(binding);
            return Postfix(Counted(new UnarySyntax(From(token.Span.Start), token.Span.Start, token.Value, operand)));
        }

        if (token.IsBracket("("))
        {
            Advance();
            var inner = Sequence();
            Expect(TokenKind.Bracket, ")");
            return Postfix(inner);
        }

        if (_predicates > 0 && (token.IsOperator("#") || token.IsOperator(".")))
        {
            return Postfix(Pointer(token));
        }

        if (token.IsOperator("::"))
        {
            Advance();
            var name = _current;
            Expect(TokenKind.Identifier);
            return Postfix(Call(name, piped: null, token.Span.Start, canBeReplaced: false));
        }

        return Secondary(token);
    }

    private PointerSyntax Pointer(Token token)
    {
        var name = "";
        if (token.Value == "#")
        {
            Advance();
            if (_current.Kind == TokenKind.Identifier)
            {
                name = _current.Value;
                Advance();
            }
        }

        return Counted(new PointerSyntax(token.Value == "#" ? From(token.Span.Start) : token.Span, name));
    }

    private SyntaxNode Secondary(Token token)
    {
        switch (token.Kind)
        {
            case TokenKind.Identifier:
                Advance();
                switch (token.Value)
                {
                    case "true":
                        return Literal(token, Value.From(true));
                    case "false":
                        return Literal(token, Value.From(false));
                    case "nil":
                        return Literal(token, Value.Nil);
                    default:
                        return Postfix(_current.IsBracket("(")
                            ? Call(token, piped: null, token.Span.Start, canBeReplaced: true)
                            : Counted(new NameSyntax(token.Span, token.Value)));
                }

            case TokenKind.Number:
                Advance();
                return Number(token);
            case TokenKind.String:
                Advance();
                return Postfix(Literal(token, Value.FromText(token.Value)));
            case TokenKind.Bytes:
                Advance();
                return Postfix(Literal(token, Value.From(token.Content!)));
            default:
                return token.IsBracket("[") ? Postfix(Array())
                    : token.IsBracket("{") ? Postfix(Map())
                    : throw Unexpected();
        }
    }

    private LiteralSyntax Literal(Token token, Value value) => Counted(new LiteralSyntax(token.Span, token.Span.Start, value));

    private LiteralSyntax Number(Token token) => NumberLiteral.TryRead(token.Value, out var value, out var problem)
        ? Literal(token, value)
        : throw new ExpressionFault(problem, _current.Span.Start);

    private ArraySyntax Array()
    {
        var start = _current.Span.Start;
        Advance();
        var elements = Items("]");
        return Counted(new ArraySyntax(From(start), elements));
    }

    /// <summary>Expressions separated by commas, up to and with the closing bracket. One comma may be left over.</summary>
    private SyntaxNode[] Items(string close, SyntaxNode? first = null)
    {
        if (first is null && _current.IsBracket(close))
        {
            Advance();
            return [];
        }

        var items = new List<SyntaxNode>();
        if (first is not null)
        {
            items.Add(first);
        }

        var given = items.Count;
        while (!_current.IsBracket(close))
        {
            if (items.Count > given)
            {
                Expect(TokenKind.Operator, ",");
                if (_current.IsBracket(close))
                {
                    break;
                }
            }

            items.Add(Expression(Operators.Loosest));
        }

        Advance();
        return [.. items];
    }

    private MapSyntax Map()
    {
        var start = _current.Span.Start;
        Advance();
        var (keys, values) = (new List<SyntaxNode>(), new List<SyntaxNode>());
        while (!_current.IsBracket("}"))
        {
            if (keys.Count > 0)
            {
                Expect(TokenKind.Operator, ",");
                if (_current.IsBracket("}"))
                {
                    break;
                }

                if (_current.IsOperator(","))
                {
                    throw Unexpected();
                }
            }

            keys.Add(Key());
            Expect(TokenKind.Operator, ":");
            values.Add(Expression(Operators.Loosest));
            Count();
        }

        Advance();
        return Counted(new MapSyntax(From(start), [.. keys], [.. values]));
    }

    private SyntaxNode Key()
    {
        var token = _current;
        if (token.Kind is TokenKind.Number or TokenKind.String or TokenKind.Identifier)
        {
            Advance();
            return Literal(token, Value.FromText(token.Value));
        }

        return token.IsBracket("(")
            ? Expression(Operators.Loosest)
            : throw new ExpressionFault(Messages.BadMapKey(token.ToString()), token.Span.Start);
    }

    private SyntaxNode Call(Token name, SyntaxNode? piped, int start, bool canBeReplaced)
    {
        var replaced = canBeReplaced && overrides(name.Value);
        if (!replaced && BuiltinFunctions.TryGetPredicate(name.Value, out var predicate))
        {
            Expect(TokenKind.Bracket, "(");
            var arguments = PredicateArguments(predicate, piped);
            return Counted(new BuiltinSyntax(From(start), name.Span.Start, name.Value, arguments));
        }

        if (!_current.IsBracket("("))
        {
            throw Unexpected();
        }

        Advance();
        var items = Items(")", piped);
        if (!replaced && BuiltinFunctions.Exists(name.Value))
        {
            return Counted(new BuiltinSyntax(From(start), name.Span.Start, name.Value, items));
        }

        var callee = Counted(new NameSyntax(name.Span, name.Value));
        return Counted(new CallSyntax(From(start), name.Span.Start, callee, items));
    }

    private SyntaxNode[] PredicateArguments(PredicateFunction function, SyntaxNode? piped)
    {
        var arguments = new List<SyntaxNode>(3);
        if (piped is not null)
        {
            arguments.Add(piped);
        }

        var given = arguments.Count;
        for (var i = given; i < function.ParameterCount; i++)
        {
            if (_current.IsBracket(")"))
            {
                if (i >= function.RequiredCount)
                {
                    break;
                }

                throw new ExpressionFault(Messages.TooFewPredicateArguments(function.ParameterCount - given), _current.Span.Start);
            }

            if (i > given)
            {
                Expect(TokenKind.Operator, ",");
            }

            arguments.Add(i == 1 ? Predicate() : Expression(Operators.Loosest));
        }

        if (_current.IsOperator(","))
        {
            Advance();
        }

        Expect(TokenKind.Bracket, ")");
        return [.. arguments];
    }

    private PredicateSyntax Predicate()
    {
        var start = _current.Span.Start;
        var braced = _current.IsBracket("{");
        if (braced)
        {
            Advance();
        }

        _predicates++;
        var body = braced ? Sequence() : Expression(Operators.Loosest);
        _predicates--;
        if (braced)
        {
            Expect(TokenKind.Bracket, "}");
        }
        else if (_current.IsOperator(";"))
        {
            throw new ExpressionFault(Messages.PredicateNeedsBraces, _current.Span.Start);
        }

        return Counted(new PredicateSyntax(From(start), start, body));
    }

    private SyntaxNode Postfix(SyntaxNode node)
    {
        while (true)
        {
            if (_current.IsOperator(".") || _current.IsOperator("?."))
            {
                var optional = _current.Value == "?.";
                Advance();
                node = optional && _current.IsBracket("[") ? Index(node, optional) : Member(node, optional);
            }
            else if (_current.IsBracket("["))
            {
                node = Index(node, optional: false);
            }
            else
            {
                return node;
            }
        }
    }

    private SyntaxNode Member(SyntaxNode node, bool optional)
    {
        var name = _current;
        Advance();
        if (name.Kind != TokenKind.Identifier && !(name.Kind == TokenKind.Operator && Characters.IsName(name.Value)))
        {
            throw new ExpressionFault(Messages.NameExpected, _current.Span.Start);
        }

        var key = Literal(name, Value.FromText(name.Value));
        var chain = node as ChainSyntax;
        var target = chain?.Inner ?? node;
        var called = _current.IsBracket("(");
        SyntaxNode result = Counted(new MemberSyntax(From(node.Span.Start), name.Span.Start, target, key, optional) { IsCalled = called });
        if (called)
        {
            Advance();
            result = Counted(new CallSyntax(From(node.Span.Start), name.Span.Start, result, Items(")")));
        }

        return chain is not null || optional ? Counted(new ChainSyntax(result.Span, name.Span.Start, result)) : result;
    }

    private SyntaxNode Index(SyntaxNode node, bool optional)
    {
        var bracket = _current.Span.Start;
        Advance();
        SyntaxNode? from = null;
        if (!_current.IsOperator(":"))
        {
            from = Expression(Operators.Loosest);
            if (!_current.IsOperator(":"))
            {
                Expect(TokenKind.Bracket, "]");
                SyntaxNode result = Counted(new MemberSyntax(From(node.Span.Start), bracket, node, from, optional));
                return optional ? Counted(new ChainSyntax(result.Span, bracket, result)) : result;
            }
        }

        Advance();
        var to = _current.IsBracket("]") ? null : Expression(Operators.Loosest);
        Expect(TokenKind.Bracket, "]");
        return Counted(new SliceSyntax(From(node.Span.Start), bracket, node, from, to));
    }
}
