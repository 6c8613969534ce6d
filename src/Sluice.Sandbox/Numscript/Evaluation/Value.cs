using System.Numerics;

namespace Sluice.Sandbox.Numscript.Evaluation;

/// <summary>What an expression evaluates to; its text is what metadata stores.</summary>
internal abstract record Value
{
    private Value()
    {
    }

    public sealed record Account(string Address) : Value
    {
        public override string ToString() => Address;
    }

    public sealed record Asset(string Code) : Value
    {
        public override string ToString() => Code;
    }

    public sealed record Number(BigInteger Integer) : Value
    {
        public override string ToString() => Integer.ToString(System.Globalization.CultureInfo.InvariantCulture);
    }

    public sealed record Monetary(string AssetCode, BigInteger Amount) : Value
    {
        public override string ToString() => $"{AssetCode} {Amount.ToString(System.Globalization.CultureInfo.InvariantCulture)}";
    }

    public sealed record Fraction(Portion Portion) : Value
    {
        public override string ToString() => Portion.ToString();
    }

    public sealed record Text(string Content) : Value
    {
        public override string ToString() => Content;
    }
}
