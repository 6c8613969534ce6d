using Sluice.Expressions.Values;

namespace Sluice.Expressions.Syntax;

/// <summary>Whether two trees say the same.</summary>
internal static class SyntaxComparison
{
    public static bool AreSame(SyntaxNode? first, SyntaxNode? second) => (first, second) switch
    {
        (null, null) => true,
        (LiteralSyntax a, LiteralSyntax b) => Equality.AreIdentical(a.Value, b.Value, meter: null),
        (NameSyntax a, NameSyntax b) => a.Name == b.Name,
        (PointerSyntax a, PointerSyntax b) => a.Name == b.Name,
        (UnarySyntax a, UnarySyntax b) => a.Operation == b.Operation && AreSame(a.Operand, b.Operand),
        (BinarySyntax a, BinarySyntax b) => a.Operation == b.Operation && AreSame(a.Left, b.Left) && AreSame(a.Right, b.Right),
        (InSetSyntax a, InSetSyntax b) => AreSame(a.Left, b.Left) && a.Members.SequenceEqual(b.Members),
        (ConditionalSyntax a, ConditionalSyntax b) =>
            AreSame(a.Condition, b.Condition) && AreSame(a.WhenTrue, b.WhenTrue) && AreSame(a.WhenFalse, b.WhenFalse),
        (MemberSyntax a, MemberSyntax b) => a.Optional == b.Optional && AreSame(a.Target, b.Target) && AreSame(a.Key, b.Key),
        (ChainSyntax a, ChainSyntax b) => AreSame(a.Inner, b.Inner),
        (SliceSyntax a, SliceSyntax b) => AreSame(a.Target, b.Target) && AreSame(a.From, b.From) && AreSame(a.To, b.To),
        (CallSyntax a, CallSyntax b) => AreSame(a.Callee, b.Callee) && AreSame(a.Arguments, b.Arguments),
        (BuiltinSyntax a, BuiltinSyntax b) => a.Name == b.Name && a.Throws == b.Throws && a.Threshold == b.Threshold
            && AreSame(a.Arguments, b.Arguments) && AreSame(a.Selection, b.Selection),
        (PredicateSyntax a, PredicateSyntax b) => AreSame(a.Body, b.Body),
        (LetSyntax a, LetSyntax b) => a.Name == b.Name && AreSame(a.Value, b.Value) && AreSame(a.Body, b.Body),
        (SequenceSyntax a, SequenceSyntax b) => AreSame(a.Parts, b.Parts),
        (ArraySyntax a, ArraySyntax b) => AreSame(a.Elements, b.Elements),
        (MapSyntax a, MapSyntax b) => AreSame(a.Keys, b.Keys) && AreSame(a.Values, b.Values),
        _ => false,
    };

    private static bool AreSame(SyntaxNode[] first, SyntaxNode[] second)
    {
        if (first.Length != second.Length)
        {
            return false;
        }

        for (var i = 0; i < first.Length; i++)
        {
            if (!AreSame(first[i], second[i]))
            {
                return false;
            }
        }

        return true;
    }
}
