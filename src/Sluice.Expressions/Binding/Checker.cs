using Sluice.Expressions.Functions;
using Sluice.Expressions.Syntax;

namespace Sluice.Expressions.Binding;

/// <summary>
/// Works out what is known of every value and rejects what cannot succeed. It reports the first problem of a walk from left to right and
/// from the inside out; whatever depends on the environment is left to the evaluation.
/// </summary>
/// <param name="hostFunctions">Tells of a name whether the host registered a function of that name.</param>
internal sealed partial class Checker(Func<string, bool> hostFunctions)
{
    private readonly List<(string Name, StaticType Type)> _variables = [];
    private readonly List<Scope> _scopes = [];

    public StaticType Check(SyntaxNode node)
    {
        var type = node switch
        {
            LiteralSyntax literal => Literal(literal),
            NameSyntax name => Name(name),
            PointerSyntax pointer => Pointer(pointer),
            UnarySyntax unary => Unary(unary),
            BinarySyntax binary => Binary(binary),
            MemberSyntax member => Member(member),
            ChainSyntax chain => Check(chain.Inner),
            SliceSyntax slice => Slice(slice),
            CallSyntax call => Call(call),
            BuiltinSyntax builtin => Builtin(builtin),
            ConditionalSyntax conditional => Conditional(conditional),
            LetSyntax let => Let(let),
            SequenceSyntax sequence => Sequence(sequence),
            ArraySyntax array => Array(array),
            MapSyntax map => Map(map),
            _ => StaticType.Unknown,
        };
        return node.Type = type;
    }

    private static StaticType Literal(LiteralSyntax literal) => literal.Value.Kind switch
    {
        ValueKind.Nil => StaticType.Nil,
        ValueKind.Bool => StaticType.Bool,
        ValueKind.Int => StaticType.Int,
        ValueKind.Float => StaticType.Float,
        ValueKind.String => StaticType.String,
        _ => StaticType.Bytes,
    };

    private StaticType Name(NameSyntax name)
    {
        for (var i = _variables.Count - 1; i >= 0; i--)
        {
            if (_variables[i].Name == name.Name)
            {
                return _variables[i].Type;
            }
        }

        return name.IsEnvironment ? StaticType.Unknown
            : hostFunctions(name.Name) ? StaticType.Function(BuiltinFunctions.UntypedSignature)
            : BuiltinFunctions.SignatureOf(name.Name) is { } signature ? StaticType.Function(signature)
            : StaticType.Unknown;
    }

    private StaticType Pointer(PointerSyntax pointer)
    {
        var scope = _scopes[^1];
        return pointer.Name switch
        {
            "" => scope.Collection.IsArray ? scope.Collection.Element : StaticType.Unknown,
            "index" when scope.HasIndex => StaticType.Int,
            "acc" when scope.HasAccumulator => StaticType.Unknown,
            _ => throw new ExpressionFault(Messages.UnknownPointer(pointer.Name), pointer.Anchor),
        };
    }

    private StaticType Member(MemberSyntax member)
    {
        if (member.Target is NameSyntax { IsEnvironment: true })
        {
            // The key of the environment is not looked at before the evaluation.
            member.Target.Type = StaticType.Unknown;
            return StaticType.Unknown;
        }

        var target = Check(member.Target);
        var key = Check(member.Key);
        if (target.IsUnknown)
        {
            return StaticType.Unknown;
        }

        if (member.Name is { } name)
        {
            if (target.IsNil)
            {
                throw new ExpressionFault(Messages.NoField("nil", name), member.Anchor);
            }

            if (Methods.Find(target.Kind, name) is not null)
            {
                return StaticType.Function(BuiltinFunctions.UntypedSignature);
            }
        }

        if (target.IsMap)
        {
            return target.Kind != StaticKind.Map || key.IsUnknown || key.IsString
                ? target.Element
                : throw new ExpressionFault(Messages.BadMapIndex(key.Name, target.Name), member.Key.Anchor);
        }

        if (target.IsArray)
        {
            return key.IsUnknown || key.IsInteger
                ? target.Element
                : throw new ExpressionFault(Messages.NonIntegerIndex(key.Name), member.Key.Anchor);
        }

        throw new ExpressionFault(
            member.Name is not { } missing ? Messages.IndexUndefined(target.Name, key.Name)
                : member.IsCalled ? Messages.NoMethod(target.Name, missing)
                : Messages.NoField(target.Name, missing),
            member.Anchor);
    }

    private StaticType Slice(SliceSyntax slice)
    {
        var target = Check(slice.Target);
        if (target.IsUnknown)
        {
            return target;
        }

        if (!target.IsArray && !target.IsString)
        {
            throw new ExpressionFault(Messages.CannotSlice(target.Name), slice.Anchor);
        }

        foreach (var bound in (ReadOnlySpan<SyntaxNode?>)[slice.From, slice.To])
        {
            if (bound is not null && Check(bound) is { IsUnknown: false, IsInteger: false } type)
            {
                throw new ExpressionFault(Messages.NonIntegerBound(type.Name), bound.Anchor);
            }
        }

        return target;
    }

    private StaticType Call(CallSyntax call)
    {
        if (call.Callee is MemberSyntax { Target: not NameSyntax { IsEnvironment: true } } member)
        {
            Check(member);
            if (member.Name is { } name && Methods.Find(member.Target.Type.Kind, name) is { } method)
            {
                return Signature.Check(this, call.Arguments, name, [new Signature(method.Result, method.Parameters)], call.Anchor);
            }
        }
        else
        {
            Check(call.Callee);
        }

        foreach (var argument in call.Arguments)
        {
            Check(argument);
        }

        return call.Callee switch
        {
            NameSyntax { IsEnvironment: true } => throw new ExpressionFault(Messages.NotCallable("unknown"), call.Anchor),
            { Type: { IsUnknown: false, Kind: not StaticKind.Function } type } =>
                throw new ExpressionFault(Messages.NotCallable(type.Name), call.Anchor),
            _ => StaticType.Unknown,
        };
    }

    private StaticType Conditional(ConditionalSyntax conditional)
    {
        var condition = Check(conditional.Condition);
        if (!condition.IsBool && !condition.IsUnknown)
        {
            throw new ExpressionFault(Messages.NonBoolCondition(condition.Name), conditional.Condition.Anchor);
        }

        var (first, second) = (Check(conditional.WhenTrue), Check(conditional.WhenFalse));
        return first.IsNil ? second
            : second.IsNil ? first
            : !first.IsAssignableTo(second) ? StaticType.Unknown
            : first.Kind == StaticKind.Array && first.Element != second.Element ? StaticType.Array
            : first;
    }

    private StaticType Let(LetSyntax let)
    {
        var taken = hostFunctions(let.Name) ? "function "
            : BuiltinFunctions.SignatureOf(let.Name) is not null ? "builtin "
            : _variables.Exists(variable => variable.Name == let.Name) ? "variable "
            : null;
        if (taken is not null)
        {
            throw new ExpressionFault(Messages.CannotRedeclare(taken + let.Name), let.Anchor);
        }

        _variables.Add((let.Name, Check(let.Value)));
        var body = Check(let.Body);
        _variables.RemoveAt(_variables.Count - 1);
        return body;
    }

    private StaticType Sequence(SequenceSyntax sequence)
    {
        var last = StaticType.Unknown;
        foreach (var part in sequence.Parts)
        {
            last = Check(part);
        }

        return last;
    }

    private StaticType Array(ArraySyntax array)
    {
        StaticType? element = null;
        var alike = true;
        foreach (var node in array.Elements)
        {
            var type = Check(node);
            alike &= element is null || element.HasKindOf(type);
            element = type;
        }

        return alike && element is not null ? StaticType.ArrayOf(element) : StaticType.Array;
    }

    private StaticType Map(MapSyntax map)
    {
        for (var i = 0; i < map.Keys.Length; i++)
        {
            Check(map.Keys[i]);
            Check(map.Values[i]);
        }

        return StaticType.Map;
    }

    /// <summary>What pointers refer to inside a predicate.</summary>
    private readonly record struct Scope(StaticType Collection, bool HasIndex, bool HasAccumulator);
}
