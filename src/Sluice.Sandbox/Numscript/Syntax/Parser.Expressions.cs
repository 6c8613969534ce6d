using System.Globalization;
using System.Numerics;
using Sluice.Sandbox.Ledger.Model;

namespace Sluice.Sandbox.Numscript.Syntax;

internal sealed partial class Parser
{
    private Expression ReadExpression(ValueKind expected)
    {
        var expression = ReadExpression();
        if (expression.Type != expected)
        {
            Report(DiagnosticKind.Meaning, expression.Span, $"expected {Name(expected)}, found {Name(expression.Type)}");
        }

        return expression;
    }

    private Expression ReadExpression()
    {
        var token = Current;
        switch (token.Kind)
        {
            case TokenKind.Variable:
                return ReadVariable();
            case TokenKind.Account:
                Take();
                Check(
                    token,
                    LedgerSyntax.IsAddress(token.Value),
                    $"an address is longer than {LedgerSyntax.AddressCharactersMax} characters");
                return new Expression.Account(token.Span, token.Value);
            case TokenKind.Asset:
                Take();
                Check(token, LedgerSyntax.IsAsset(token.Value), $"'{token.Value}' {LedgerSyntax.AssetRule}");
                return new Expression.Asset(token.Span, token.Value);
            case TokenKind.Number:
                return ReadNumber();
            case TokenKind.Portion:
                return ReadPortion();
            case TokenKind.Text:
                return new Expression.Text(token.Span, Unescape(Take()));
            case TokenKind.Punctuation when token.Value == "[":
                Take();
                return Nested(() => ReadMonetary(token, ReadExpression(ValueKind.Asset)));
            default:
                throw Mistake(token, $"expected a value, found {token.Describe()}");
        }
    }

    // The bracket and the asset are read already.
    private Expression.Monetary ReadMonetary(Token start, Expression asset)
    {
        var amount = ReadExpression(ValueKind.Number);
        if (amount is Expression.Number { Value.Sign: < 0 })
        {
            Report(DiagnosticKind.Meaning, amount.Span, "an amount cannot be negative");
        }

        Expect("]");
        return new Expression.Monetary(start.Span, asset, amount);
    }

    private Expression.Variable ReadVariable()
    {
        var token = Take();
        if (_variables.TryGetValue(token.Value, out var declared))
        {
            return declared with { Span = token.Span };
        }

        Report(DiagnosticKind.Meaning, token.Span, $"variable ${token.Value} is not declared in vars");
        return new Expression.Variable(token.Span, token.Value, ValueKind.None);
    }

    private Expression.Number ReadNumber()
    {
        var token = Take();
        var digits = token.Value.Replace("_", "", StringComparison.Ordinal);
        if (digits.Length > LedgerSyntax.AmountDigitsMax)
        {
            Report(DiagnosticKind.Meaning, token.Span, $"a number has more than {LedgerSyntax.AmountDigitsMax} digits");
            return new Expression.Number(token.Span, 0);
        }

        return new Expression.Number(token.Span, BigInteger.Parse(digits, CultureInfo.InvariantCulture));
    }

    private Expression.Portion ReadPortion()
    {
        var token = Take();
        Check(token, Portion.TryParse(token.Value, out var portion), $"'{token.Value}' is not a portion between 0 and 1");
        return new Expression.Portion(token.Span, portion);
    }

    private void Check(Token token, bool holds, string otherwise)
    {
        if (!holds)
        {
            Report(DiagnosticKind.Meaning, token.Span, otherwise);
        }
    }

    private static string Unescape(Token text) =>
        text.Value.Replace("\\\"", "\"", StringComparison.Ordinal).Replace("\\\\", "\\", StringComparison.Ordinal);

    private static string Name(ValueKind type) => type switch
    {
        ValueKind.Account => "an account",
        ValueKind.Asset => "an asset",
        ValueKind.Number => "a number",
        ValueKind.Monetary => "a monetary amount",
        ValueKind.Portion => "a portion",
        ValueKind.String => "a string",
        _ => "an unknown variable",
    };
}
