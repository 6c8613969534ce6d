using System.Collections.Immutable;
using System.Diagnostics;
using Sluice.Sandbox.Http;
using Sluice.Sandbox.Numscript.Syntax;

namespace Sluice.Sandbox.Numscript.Evaluation;

/// <summary>Values of expressions. The parser has checked the types, so each accessor finds what it asks for.</summary>
internal sealed class ExpressionEvaluator(ImmutableDictionary<string, Value> variables)
{
    public Value Evaluate(Expression expression) => expression switch
    {
        Expression.Account account => new Value.Account(account.Address),
        Expression.Asset asset => new Value.Asset(asset.Code),
        Expression.Number number => new Value.Number(number.Value),
        Expression.Text text => new Value.Text(text.Value),
        Expression.Portion portion => new Value.Fraction(portion.Value),
        Expression.Variable variable => variables[variable.Name],
        Expression.Monetary monetary => EvaluateMonetary(monetary),
        _ => throw new UnreachableException($"No value for {expression.GetType().Name}."),
    };

    public string Account(Expression expression) => ((Value.Account)Evaluate(expression)).Address;

    public string Asset(Expression expression) => ((Value.Asset)Evaluate(expression)).Code;

    public Value.Monetary Monetary(Expression expression) => (Value.Monetary)Evaluate(expression);

    /// <summary>An amount of the asset being sent; any other asset is refused.</summary>
    public Value.Monetary Monetary(Expression expression, string asset)
    {
        var monetary = Monetary(expression);
        return monetary.AssetCode == asset
            ? monetary
            : throw RefusedException.BadRequest(
                "COMPILATION_FAILED", $"{expression.Span}: expected an amount of {asset}, found {monetary.AssetCode}");
    }

    /// <summary>The portion of each share, the one of <c>remaining</c> included; together exactly the whole.</summary>
    public IReadOnlyList<Portion> Portions<T>(ImmutableArray<Share<T>> shares)
    {
        var stated = shares
            .Select(share => share.Portion is { } portion ? ((Value.Fraction)Evaluate(portion)).Portion : (Portion?)null)
            .ToList();
        var sum = stated.Aggregate(Portion.None, (sum, portion) => sum + (portion ?? Portion.None));
        if (sum.IsMoreThan(Portion.Whole) || (sum != Portion.Whole && !stated.Contains(null)))
        {
            throw RefusedException.BadRequest(
                "COMPILATION_FAILED", $"{shares[0].Span}: the portions sum to {sum}, not to the whole");
        }

        return [.. stated.Select(portion => portion ?? Portion.Whole - sum)];
    }

    private Value.Monetary EvaluateMonetary(Expression.Monetary monetary)
    {
        var amount = ((Value.Number)Evaluate(monetary.Amount)).Integer;
        return amount.Sign >= 0
            ? new Value.Monetary(Asset(monetary.AssetCode), amount)
            : throw RefusedException.BadRequest("COMPILATION_FAILED", $"{monetary.Span}: an amount cannot be negative");
    }
}
