using Sluice.Sandbox.Http;
using Sluice.Sandbox.Ledger.Model;

namespace Sluice.Sandbox.Ledger.Storage;

/// <summary>Reads what is committed; readers neither wait for the writer nor delay it.</summary>
internal sealed class LedgerReader(LedgerDatabase database)
{
    public T Read<T>(Func<LedgerSnapshot, T> read)
    {
        using var snapshot = new LedgerSnapshot(database);
        return read(snapshot);
    }

    /// <exception cref="RefusedException">LEDGER_NOT_FOUND.</exception>
    public T Read<T>(string ledger, Func<LedgerSnapshot, LedgerRow, T> read) =>
        Read(snapshot => read(snapshot, snapshot.FindLedger(ledger) ?? throw RefusedException.LedgerNotFound(ledger)));
}
