namespace Sluice.Simulation.Stack;

/// <summary>The double-entry books of all ledgers. Only <c>world</c> has no bottom.</summary>
internal sealed class Books
{
    private readonly Dictionary<(string Ledger, string Account, string Asset), long> _balances = [];

    internal long Balance(string ledger, string account, string asset) => _balances.GetValueOrDefault((ledger, account, asset));

    /// <returns>False when the source holds too little; then nothing moves.</returns>
    internal bool Move(string ledger, string source, string destination, string asset, long amount, bool overdraft = false)
    {
        if (!overdraft && source != "world" && Balance(ledger, source, asset) < amount)
        {
            return false;
        }

        _balances[(ledger, source, asset)] = Balance(ledger, source, asset) - amount;
        _balances[(ledger, destination, asset)] = Balance(ledger, destination, asset) + amount;
        return true;
    }

    /// <summary>What all accounts of each ledger and asset come to together; zero in sound books.</summary>
    internal IEnumerable<(string Ledger, string Asset, long Sum)> Sums() =>
        _balances.GroupBy(entry => (entry.Key.Ledger, entry.Key.Asset))
            .Select(group => (group.Key.Ledger, group.Key.Asset, group.Sum(entry => entry.Value)));
}
