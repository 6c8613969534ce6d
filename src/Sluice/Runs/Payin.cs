namespace Sluice.Runs;

/// <summary>A payment to make up before a run.</summary>
/// <param name="Variable">The variable that gets its id.</param>
/// <param name="Money">What comes in.</param>
internal sealed record Payin(string Variable, Money Money)
{
    /// <summary>Reads <c>variable=ASSET:amount</c>, such as <c>payin=EUR/2:5000</c>.</summary>
    /// <exception cref="FormatException">It is written otherwise, or the amount is negative.</exception>
    public static Payin Parse(string text) => Money.FindIn(text) switch
    {
        { Place.Length: > 0, Money.Amount.Sign: >= 0 } found => new Payin(found.Place, found.Money),
        { Place.Length: > 0 } => throw new FormatException($"'{text}' is a negative amount"),
        _ => throw new FormatException($"'{text}' is not variable=ASSET:amount, such as payin=EUR/2:5000 (amount in minor units)"),
    };

    /// <inheritdoc />
    public override string ToString() => $"{Variable}={Money.Asset}:{Money.Amount}";
}
