using Sluice.Engine.Activities;

namespace Sluice.Engine.Stages.Programs;

/// <summary>Sends that begin in a wallet.</summary>
internal static class WalletSends
{
    internal static IEnumerable<StageStep> ToAccount(SendInput send, WalletParty from, AccountParty to)
    {
        var lookup = WalletLookup.Of(from);
        yield return lookup.Call;
        if (lookup.Found is not { } wallet)
        {
            yield return lookup.Fail();
            yield break;
        }

        if (wallet.Ledger == to.Ledger)
        {
            yield return SendCalls.Debit(send, wallet, from.Balance, SendCalls.Metadata(send), WalletSubject.Account(to.Id));
            yield break;
        }

        var arrive = SendCalls.FromBridge(send, to, cameFrom: wallet.Ledger);
        yield return arrive is StageStep.Fail ? arrive : SendCalls.Debit(send, wallet, from.Balance, SendCalls.MetadataTo(send, to.Ledger));
        yield return arrive;
    }

    internal static IEnumerable<StageStep> ToWallet(SendInput send, WalletParty from, WalletParty to)
    {
        var lookups = (From: WalletLookup.Of(from), To: WalletLookup.Of(to));
        yield return lookups.From.Call;
        if (lookups.From.Found is not { } source)
        {
            yield return lookups.From.Fail();
            yield break;
        }

        yield return lookups.To.Call;
        if (lookups.To.Found is not { } destination)
        {
            yield return lookups.To.Fail();
            yield break;
        }

        if (source.Ledger == destination.Ledger)
        {
            yield return SendCalls.Credit(
                send, destination, to.Balance, [WalletSubject.Wallet(source.Id, from.Balance)], SendCalls.Metadata(send));
            yield break;
        }

        yield return SendCalls.Debit(send, source, from.Balance, SendCalls.MetadataTo(send, destination.Ledger));
        yield return SendCalls.Credit(
            send, destination, to.Balance, [WalletSubject.Account(SendCalls.World)], SendCalls.MetadataFrom(send, source.Ledger));
    }

    internal static IEnumerable<StageStep> ToPayment(SendInput send, WalletParty from, PaymentParty to)
    {
        var lookup = WalletLookup.Of(from);
        yield return lookup.Call;
        if (lookup.Found is not { } wallet)
        {
            yield return lookup.Fail();
            yield break;
        }

        var transfer = new Transfer(send, to);
        foreach (var step in transfer.Prepare(wallet.Metadata))
        {
            yield return step;
        }

        yield return SendCalls.Debit(send, wallet, from.Balance, SendCalls.Metadata(send));
        yield return transfer.Initiate();
    }
}
