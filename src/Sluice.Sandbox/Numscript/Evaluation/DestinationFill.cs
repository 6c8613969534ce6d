using System.Numerics;
using Sluice.Sandbox.Numscript.Syntax;

namespace Sluice.Sandbox.Numscript.Evaluation;

/// <summary>Divides an amount among a destination's accounts, in its order.</summary>
internal sealed class DestinationFill(ExpressionEvaluator expressions, string asset)
{
    private readonly List<FlowPart> _parts = [];

    public IReadOnlyList<FlowPart> Fill(Destination destination, BigInteger amount)
    {
        FillInto(destination, amount);
        return _parts;
    }

    private void FillInto(Destination destination, BigInteger amount)
    {
        switch (destination)
        {
            case Destination.Account account:
                Add(expressions.Account(account.Address), amount);
                break;
            case Destination.Kept:
                Add(null, amount);
                break;
            case Destination.Allotment allotment:
                var amounts = Portion.Allocate(amount, expressions.Portions(allotment.Shares));
                foreach (var (index, share) in allotment.Shares.Index())
                {
                    FillInto(share.Of, amounts[index]);
                }

                break;
            case Destination.InOrder inOrder:
                var left = amount;
                foreach (var (cap, to) in inOrder.Capped)
                {
                    var part = BigInteger.Min(left, expressions.Monetary(cap, asset).Amount);
                    FillInto(to, part);
                    left -= part;
                }

                FillInto(inOrder.Remaining, left);
                break;
        }
    }

    // As with sources, an empty part counts only when there is no other.
    private void Add(string? account, BigInteger amount)
    {
        if (amount.Sign > 0 || _parts.Count == 0)
        {
            _parts.RemoveAll(part => part.Amount.IsZero);
            _parts.Add(new FlowPart(account, amount));
        }
    }
}
