using Sluice.Expressions.Evaluation;
using Sluice.Expressions.Syntax;

namespace Sluice.Expressions.Binding;

/// <summary>Turns a checked and optimized tree into the operations of a program. Names become places here.</summary>
internal sealed partial class Lowering
{
    private readonly CompileOptions _options;
    private readonly List<(string Name, int Slot)> _variables = [];
    private readonly List<int> _scopes = [];
    private int _variableCount;
    private int _scopeCount;
    private int _depth;
    private int _depthMax;
    private int _operations;
    private bool _isAsynchronous;

    private Lowering(CompileOptions options) => _options = options;

    public static ExpressionProgram Lower(SyntaxNode root, SourceText source, CompileOptions options)
    {
        var lowering = new Lowering(options);
        var operation = lowering.Lower(root);
        return new ExpressionProgram(operation, source, options, lowering._depthMax, lowering._variableCount, lowering._scopeCount)
        {
            IsAsynchronous = lowering._isAsynchronous,
            RequiredEqualities = RequiredEqualities.Of(root),
        };
    }

    private Operation Lower(SyntaxNode node)
    {
        _operations++;
        _depthMax = Math.Max(_depthMax, ++_depth);
        Operation operation = node switch
        {
            LiteralSyntax literal => new ConstantOperation(literal.Anchor, literal.Value),
            NameSyntax name => Name(name),
            PointerSyntax pointer => Pointer(pointer),
            UnarySyntax unary => Unary(unary),
            BinarySyntax binary => Binary(binary),
            InSetSyntax set => new InSetOperation(set.Anchor, Lower(set.Left), set.Members),
            ConditionalSyntax choice => new ConditionalOperation(
                choice.Anchor, Lower(choice.Condition), Lower(choice.WhenTrue), Lower(choice.WhenFalse)),
            MemberSyntax member => Member(member),
            ChainSyntax chain => new ChainOperation(chain.Anchor, Lower(chain.Inner)),
            SliceSyntax slice => new SliceOperation(
                slice.Anchor,
                Lower(slice.Target),
                slice.From is null ? null : Lower(slice.From),
                slice.To is null ? null : Lower(slice.To)),
            CallSyntax call => Call(call),
            BuiltinSyntax builtin => Builtin(builtin),
            LetSyntax let => Let(let),
            SequenceSyntax sequence => new SequenceOperation(sequence.Anchor, Lower(sequence.Parts)),
            ArraySyntax array => new ArrayOperation(array.Anchor, Lower(array.Elements)),
            MapSyntax map => new MapOperation(map.Anchor, Lower(map.Keys), Lower(map.Values)),
            PredicateSyntax predicate => Lower(predicate.Body),
            _ => throw new InvalidOperationException($"There is no operation for {node.GetType().Name}."),
        };
        _depth--;
        return operation;
    }

    private Operation[] Lower(SyntaxNode[] nodes) => Array.ConvertAll(nodes, Lower);

    private Operation Name(NameSyntax name)
    {
        for (var i = _variables.Count - 1; i >= 0; i--)
        {
            if (_variables[i].Name == name.Name)
            {
                return new VariableOperation(name.Anchor, _variables[i].Slot);
            }
        }

        return name.IsEnvironment ? new EnvironmentOperation(name.Anchor) : new NameOperation(name.Anchor, name.Name);
    }

    private Operation Pointer(PointerSyntax pointer) => pointer.Name switch
    {
        "index" => new IndexOperation(pointer.Anchor, _scopes[^1]),
        "acc" => new AccumulatorOperation(pointer.Anchor, _scopes[^1]),
        _ => new ElementOperation(pointer.Anchor, _scopes[^1]),
    };

    private LetOperation Let(LetSyntax let)
    {
        var value = Lower(let.Value);
        var slot = _variableCount++;
        _variables.Add((let.Name, slot));
        var body = Lower(let.Body);
        _variables.RemoveAt(_variables.Count - 1);
        return new LetOperation(let.Anchor, slot, value, body);
    }

    private Operation Unary(UnarySyntax unary) => unary.Operation switch
    {
        "not" or "!" => new NotOperation(unary.Anchor, Lower(unary.Operand)),
        "-" => new NegateOperation(unary.Anchor, Lower(unary.Operand)),
        _ => Lower(unary.Operand),
    };

    private Operation Binary(BinarySyntax binary)
    {
        var anchor = binary.Anchor;
        if (binary.Operation is "==" or "!=" && EqualText(binary) is { } comparison)
        {
            return comparison;
        }

        var left = Lower(binary.Left);
        if (binary.Pattern is { } pattern)
        {
            return new MatchesOperation(anchor, left, null, pattern);
        }

        var right = Lower(binary.Right);
        return binary.Operation switch
        {
            "and" or "&&" => new AndOperation(anchor, left, right),
            "or" or "||" => new OrOperation(anchor, left, right),
            "??" => new CoalesceOperation(anchor, left, right),
            "==" => new EqualOperation(anchor, left, right, expected: true),
            "!=" => new EqualOperation(anchor, left, right, expected: false),
            "<" or ">" or "<=" or ">=" => new OrderingOperation(anchor, binary.Operation, left, right),
            "in" => new InOperation(anchor, left, right),
            "matches" => new MatchesOperation(anchor, left, right, null),
            "contains" or "startsWith" or "endsWith" => new TextTestOperation(anchor, binary.Operation, left, right),
            ".." => new RangeOperation(anchor, left, right),
            _ => new ArithmeticOperation(anchor, binary.Operation, left, right),
        };
    }

    /// <summary>A comparison with a text that is written there needs no decoding of what it is compared with.</summary>
    private EqualTextOperation? EqualText(BinarySyntax binary)
    {
        var (operand, literal) = binary.Right is LiteralSyntax { IsString: true } right ? (binary.Left, right)
            : binary.Left is LiteralSyntax { IsString: true } left ? (binary.Right, left)
            : (null, null);
        return operand is null
            ? null
            : new EqualTextOperation(binary.Anchor, Lower(operand), literal!.Value.Text, binary.Operation == "==");
    }

    private Operation Member(MemberSyntax member)
    {
        var link = new ChainLink(member.Optional, IsInChain(member.Target));
        var target = Lower(member.Target);
        return member.Name is { } name
            ? new MemberOperation(member.Anchor, target, name, link)
            : new ElementAtOperation(member.Anchor, target, Lower(member.Key), link);
    }

    /// <summary>Whether an access further inside can end the chain that these accesses form.</summary>
    private static bool IsInChain(SyntaxNode target)
    {
        while (true)
        {
            switch (target)
            {
                case MemberSyntax { Optional: true }:
                    return true;
                case MemberSyntax member:
                    target = member.Target;
                    break;
                case CallSyntax { Callee: MemberSyntax callee }:
                    target = callee;
                    break;
                default:
                    return false;
            }
        }
    }

    private Operation Call(CallSyntax call)
    {
        var arguments = Lower(call.Arguments);
        if (call.Callee is NameSyntax name && !_variables.Exists(variable => variable.Name == name.Name)
            && _options.Functions.TryGetValue(name.Name, out var function))
        {
            _isAsynchronous |= function.IsAsynchronous;
            return new HostCallOperation(call.Anchor, name.Name, function, arguments);
        }

        return call.Callee is MemberSyntax { Name: { } method } member
            ? new MethodCallOperation(
                call.Anchor, Lower(member.Target), method, new ChainLink(member.Optional, IsInChain(member.Target)), arguments)
            : new FailingCallOperation(call.Anchor, Lower(call.Callee), arguments);
    }
}
