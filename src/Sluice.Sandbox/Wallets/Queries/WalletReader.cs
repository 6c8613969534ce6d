using Sluice.Sandbox.Ledger.Storage;

namespace Sluice.Sandbox.Wallets.Queries;

/// <summary>Reads what is committed of wallets.</summary>
internal sealed class WalletReader(LedgerReader reader)
{
    public T Read<T>(Func<WalletSnapshot, T> read) => reader.Read(snapshot => read(new WalletSnapshot(snapshot)));
}
