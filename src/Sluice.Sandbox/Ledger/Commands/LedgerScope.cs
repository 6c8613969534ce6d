using System.Numerics;
using Sluice.Sandbox.Http;
using Sluice.Sandbox.Ledger.Model;
using Sluice.Sandbox.Ledger.Storage;

namespace Sluice.Sandbox.Ledger.Commands;

/// <summary>One ledger as a command sees and changes it.</summary>
/// <param name="Now">The time of the whole command, cut to what is stored of it.</param>
internal sealed record LedgerScope(LedgerSession Session, LedgerRow Ledger, DateTimeOffset Now, LedgerEvents Events)
{
    public BigInteger Balance(string address, string asset) => Session.GetVolumes(Ledger.Id, address, asset).Balance;

    /// <exception cref="RefusedException">There is no such transaction.</exception>
    public TransactionRow Transaction(long id) => Session.FindTransaction(Ledger.Id, id)
        ?? throw RefusedException.NotFound($"transaction {id} does not exist");

    /// <summary>Makes sure the account exists, and that it was first used no later than <paramref name="usedAt"/>.</summary>
    public AccountRow Touch(string address, DateTimeOffset usedAt)
    {
        var account = Session.FindAccount(Ledger.Id, address);
        if (account is null || usedAt < account.FirstUsage)
        {
            account = account is null
                ? new AccountRow(address, MetadataMap.Empty, usedAt, Now, Now)
                : account with { FirstUsage = usedAt };
            Session.SetAccount(Ledger.Id, account);
        }

        return account;
    }

    public void SaveAccountMetadata(string address, Metadata metadata, DateTimeOffset usedAt)
    {
        var account = Touch(address, usedAt);
        Session.SetAccount(Ledger.Id, account with { Metadata = account.Metadata.SetItems(metadata), UpdatedAt = Now });
    }
}
