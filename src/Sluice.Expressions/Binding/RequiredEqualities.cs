using System.Collections.Immutable;
using Sluice.Expressions.Syntax;

namespace Sluice.Expressions.Binding;

/// <summary>
/// Finds the equalities that a program requires, among the operands of the outermost <c>and</c>. A tree that the optimizer is done
/// with shows what will be evaluated, and no name in these operands is a variable.
/// </summary>
internal sealed class RequiredEqualities
{
    private readonly ImmutableArray<RequiredEquality>.Builder _found = ImmutableArray.CreateBuilder<RequiredEquality>();

    public static ImmutableArray<RequiredEquality> Of(SyntaxNode root)
    {
        var equalities = new RequiredEqualities();
        equalities.Collect(root, isLast: true);
        return equalities._found.ToImmutable();
    }

    /// <summary>Collects what comes before the first call of the host: skipping a program must not skip such a call.</summary>
    /// <returns>Whether what comes after it may be collected as well.</returns>
    private bool Collect(SyntaxNode node, bool isLast)
    {
        if (node is BinarySyntax { Operation: "and" or "&&" } both)
        {
            return Collect(both.Left, isLast: false) && Collect(both.Right, isLast);
        }

        if (Equality(node) is { } equality)
        {
            _found.Add(equality);
            return true;
        }

        return isLast || !HostCallSearch.Finds(node);
    }

    private static RequiredEquality? Equality(SyntaxNode node) => node switch
    {
        BinarySyntax { Operation: "==", Right: LiteralSyntax right } test => Of(test.Left, [right.Value]),
        BinarySyntax { Operation: "==", Left: LiteralSyntax left } test => Of(test.Right, [left.Value]),
        BinarySyntax { Operation: "in", Right: LiteralSyntax { Value.Kind: ValueKind.Array } right } test => Of(test.Left, right.Value.Array),
        // Nil is looked up as the empty text.
        InSetSyntax set when !set.Members.Any(member => member is { Kind: ValueKind.String, Text: "" }) => Of(set.Left, set.Members),
        _ => null,
    };

    private static RequiredEquality? Of(SyntaxNode operand, IReadOnlyList<Value> literals)
    {
        if (Path(operand) is not { } path)
        {
            return null;
        }

        var keys = new HashSet<EqualityKey>();
        foreach (var literal in literals)
        {
            if (EqualityKey.Of(literal) is not { } key)
            {
                return null;
            }

            keys.Add(key);
        }

        return new RequiredEquality(path, [.. keys]);
    }

    // Where ?. ends in nil, the way to the value is broken: neither equals a literal.
    private static ValuePath? Path(SyntaxNode node) => node switch
    {
        NameSyntax { IsEnvironment: false } name => ValuePath.Of(name.Name),
        ChainSyntax chain => Path(chain.Inner),
        MemberSyntax { Key: LiteralSyntax { Value: { Kind: ValueKind.String or ValueKind.Int } key } } member => Path(member.Target)?.Append(key),
        _ => null,
    };
}
