using System.Numerics;

namespace Sluice.Sandbox.Ledger.Model;

/// <summary>Balances as they stand while postings are made one after another; nothing outside changes.</summary>
internal sealed class Funds(Func<string, string, BigInteger> committedBalance)
{
    private readonly Dictionary<(string Account, string Asset), BigInteger> _balances = [];

    public BigInteger Balance(string account, string asset) =>
        _balances.TryGetValue((account, asset), out var balance) ? balance : committedBalance(account, asset);

    /// <summary>Whether the account may be debited; <see cref="LedgerSyntax.World"/> always may, others down to zero.</summary>
    public bool Covers(string account, string asset, BigInteger amount) =>
        account == LedgerSyntax.World || amount.IsZero || Balance(account, asset) >= amount;

    public void Spend(string account, string asset, BigInteger amount) => Add(account, asset, -amount);

    public void Receive(string account, string asset, BigInteger amount) => Add(account, asset, amount);

    private void Add(string account, string asset, BigInteger amount) =>
        _balances[(account, asset)] = Balance(account, asset) + amount;
}
