namespace Sluice.Runs;

/// <summary>What is put in place before a workflow starts.</summary>
/// <param name="Funds">Money in accounts.</param>
/// <param name="Wallets">Wallets, with money in their balances.</param>
/// <param name="Payees">Whoever gets an account at a payment provider.</param>
/// <param name="Payins">Payments that have come in.</param>
internal sealed record Preparations(
    IReadOnlyList<AccountAmount> Funds,
    IReadOnlyList<WalletAmount> Wallets,
    IReadOnlyList<Payee> Payees,
    IReadOnlyList<Payin> Payins)
{
    /// <summary>Nothing at all.</summary>
    public static Preparations None { get; } = new([], [], [], []);

    /// <summary>Whether there is nothing to do.</summary>
    public bool IsEmpty => Funds.Count + Wallets.Count + Payees.Count + Payins.Count == 0;

    /// <summary>All of these and all of the others.</summary>
    public Preparations And(Preparations others) => new(
        [.. Funds, .. others.Funds], [.. Wallets, .. others.Wallets], [.. Payees, .. others.Payees], [.. Payins, .. others.Payins]);

    /// <summary>Every one of them as it is written.</summary>
    public override string ToString() => string.Join(
        ", ",
        Funds.Select(each => $"fund {each}")
            .Concat(Wallets.Select(each => $"wallet {each}"))
            .Concat(Payees.Select(each => $"payee {each}"))
            .Concat(Payins.Select(each => $"payment {each}")));
}
