using System.Numerics;
using Sluice.Sandbox.Http;
using Sluice.Sandbox.Ledger.Model;
using Sluice.Sandbox.Numscript.Syntax;

namespace Sluice.Sandbox.Numscript.Evaluation;

/// <summary>Draws an amount out of a source, in its order.</summary>
internal sealed class SourceDrain(ExpressionEvaluator expressions, Funds funds, string asset)
{
    private readonly List<FlowPart> _parts = [];

    // Who was asked and had too little, for the refusal.
    private readonly List<string> _exhausted = [];

    /// <param name="wanted">How much, or <c>null</c> for all there is.</param>
    /// <exception cref="RefusedException">INSUFFICIENT_FUND when the source holds less than <paramref name="wanted"/>.</exception>
    public IReadOnlyList<FlowPart> Draw(Source source, BigInteger? wanted)
    {
        DrawFrom(source, wanted, required: true);
        return _parts;
    }

    private BigInteger DrawFrom(Source source, BigInteger? wanted, bool required)
    {
        var drawn = source switch
        {
            Source.Account account => DrawFromAccount(account, wanted),
            Source.InOrder inOrder => DrawInOrder(inOrder, wanted),
            Source.Capped capped => DrawCapped(capped, wanted),
            Source.Allotment allotment => DrawShares(allotment, wanted),
            _ => BigInteger.Zero,
        };
        return !required || wanted is null || drawn == wanted
            ? drawn
            : throw InsufficientFunds.Of(_exhausted);
    }

    private BigInteger DrawFromAccount(Source.Account source, BigInteger? wanted)
    {
        var account = expressions.Account(source.Address);
        var drawn = Available(source, account) switch
        {
            { } available => wanted is { } most ? BigInteger.Min(most, available) : available,
            null => wanted ?? throw RefusedException.BadRequest(
                "COMPILATION_FAILED", $"{source.Span}: not everything can be sent from @{account}, which has no bound"),
        };
        if (drawn < wanted)
        {
            _exhausted.Add(account);
        }

        // An empty part stands for a source only when there is no other: it makes the posting of a zero amount.
        if (drawn.Sign > 0 || _parts.Count == 0)
        {
            _parts.RemoveAll(part => part.Amount.IsZero);
            _parts.Add(new FlowPart(account, drawn));
            funds.Spend(account, asset, drawn);
        }

        return drawn;
    }

    // No bound at all when null.
    private BigInteger? Available(Source.Account source, string account)
    {
        if (account == LedgerSyntax.World || source.Overdraft is { UpTo: null })
        {
            return null;
        }

        var overdraft = source.Overdraft?.UpTo is { } upTo ? expressions.Monetary(upTo, asset).Amount : BigInteger.Zero;
        return BigInteger.Max(BigInteger.Zero, funds.Balance(account, asset) + overdraft);
    }

    private BigInteger DrawInOrder(Source.InOrder source, BigInteger? wanted)
    {
        var drawn = BigInteger.Zero;
        foreach (var next in source.Sources)
        {
            drawn += DrawFrom(next, wanted - drawn, required: false);
        }

        return drawn;
    }

    private BigInteger DrawCapped(Source.Capped source, BigInteger? wanted)
    {
        var cap = expressions.Monetary(source.Cap, asset).Amount;
        return DrawFrom(source.From, wanted is { } most ? BigInteger.Min(most, cap) : cap, required: false);
    }

    private BigInteger DrawShares(Source.Allotment source, BigInteger? wanted)
    {
        if (wanted is not { } amount)
        {
            throw RefusedException.BadRequest("COMPILATION_FAILED", $"{source.Span}: everything cannot be drawn in shares");
        }

        var amounts = Portion.Allocate(amount, expressions.Portions(source.Shares));
        foreach (var (index, share) in source.Shares.Index())
        {
            DrawFrom(share.Of, amounts[index], required: true);
        }

        return amount;
    }
}
