using System.Collections.Immutable;

namespace Sluice.Sandbox.Numscript.Syntax;

internal sealed partial class Parser
{
    private Source ReadSource() => Nested(() => Current switch
    {
        var token when token.Is("{") => ReadSourceBlock(),
        var token when token.Is("max") => ReadCappedSource(),
        _ => ReadSourceAccount(),
    });

    private Source.Account ReadSourceAccount()
    {
        var address = ReadExpression(ValueKind.Account);
        if (!Current.Is("allowing"))
        {
            return new Source.Account(address.Span, address, null);
        }

        Take();
        if (Current.Is("unbounded"))
        {
            Take();
            Expect("overdraft");
            return new Source.Account(address.Span, address, new Overdraft(null));
        }

        Expect("overdraft");
        Expect("up");
        Expect("to");
        return new Source.Account(address.Span, address, new Overdraft(ReadExpression(ValueKind.Monetary)));
    }

    private Source.Capped ReadCappedSource()
    {
        var start = Take();
        var cap = ReadExpression(ValueKind.Monetary);
        Expect("from");
        return new Source.Capped(start.Span, cap, ReadSource());
    }

    private Source ReadSourceBlock()
    {
        var start = Take();
        if (StartsShare())
        {
            var shares = ReadShares("from", ReadSource);
            return new Source.Allotment(start.Span, shares);
        }

        var sources = ImmutableArray.CreateBuilder<Source>();
        do
        {
            sources.Add(ReadSource());
        }
        while (!Current.Is("}"));

        Take();
        return new Source.InOrder(start.Span, sources.ToImmutable());
    }

    private Destination ReadDestination() => Nested<Destination>(() =>
    {
        if (Current.Is("{"))
        {
            return ReadDestinationBlock();
        }

        var address = ReadExpression(ValueKind.Account);
        return new Destination.Account(address.Span, address);
    });

    private Destination ReadDestinationBlock()
    {
        var start = Take();
        if (!Current.Is("max"))
        {
            return new Destination.Allotment(start.Span, ReadShares(null, ReadKeptOrDestination));
        }

        var capped = ImmutableArray.CreateBuilder<(Expression, Destination)>();
        while (Current.Is("max"))
        {
            Take();
            var cap = ReadExpression(ValueKind.Monetary);
            capped.Add((cap, ReadKeptOrDestination()));
        }

        Expect("remaining");
        var remaining = ReadKeptOrDestination();
        Expect("}");
        return new Destination.InOrder(start.Span, capped.ToImmutable(), remaining);
    }

    private Destination ReadKeptOrDestination()
    {
        if (Current.Is("kept"))
        {
            return new Destination.Kept(Take().Span);
        }

        Expect("to");
        return ReadDestination();
    }

    private bool StartsShare() => Current.Kind switch
    {
        TokenKind.Portion => true,
        TokenKind.Variable => _variables.TryGetValue(Current.Value, out var variable) && variable.Type == ValueKind.Portion,
        _ => Current.Is("remaining"),
    };

    private ImmutableArray<Share<T>> ReadShares<T>(string? link, Func<T> readTarget)
    {
        var start = Current;
        var shares = ImmutableArray.CreateBuilder<Share<T>>();
        do
        {
            var share = Current;
            if (shares.Count == Limits.SharesMax)
            {
                throw Mistake(share, $"an allotment has more than {Limits.SharesMax} shares");
            }

            var portion = share.Is("remaining") ? Take<Expression?>(null) : ReadExpression(ValueKind.Portion);
            if (link is not null)
            {
                Expect(link);
            }

            shares.Add(new Share<T>(share.Span, portion, readTarget()));
        }
        while (!Current.Is("}"));

        Take();
        CheckShares(start, shares.Select(share => share.Portion));
        return shares.ToImmutable();
    }

    private void CheckShares(Token start, IEnumerable<Expression?> portions)
    {
        var all = portions.ToList();
        Check(start, all.Count(portion => portion is null) <= 1, "'remaining' can be used once only");
        if (all.TrueForAll(portion => portion is null or Expression.Portion))
        {
            var sum = all.OfType<Expression.Portion>().Aggregate(Portion.None, (sum, portion) => sum + portion.Value);
            Check(start, !sum.IsMoreThan(Portion.Whole), "the portions are more than the whole");
            Check(start, all.Contains(null) || !Portion.Whole.IsMoreThan(sum), "the portions do not make up the whole");
        }
    }
}
