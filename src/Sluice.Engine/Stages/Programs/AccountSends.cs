using Sluice.Engine.Activities;

namespace Sluice.Engine.Stages.Programs;

/// <summary>Sends that begin in a ledger account.</summary>
internal static class AccountSends
{
    internal static IEnumerable<StageStep> ToAccount(SendInput send, AccountParty from, AccountParty to)
    {
        if (from.Ledger == to.Ledger)
        {
            yield return SendCalls.Transaction(send, from.Ledger, from.Id, to.Id, SendCalls.Metadata(send), from.AllowOverdraft);
            yield break;
        }

        // Through a bridge account on either side, since no transaction spans two ledgers.
        var leave = SendCalls.Transaction(
            send, from.Ledger, from.Id, from.ThroughAccount, SendCalls.MetadataTo(send, to.Ledger), from.AllowOverdraft);
        var arrive = SendCalls.FromBridge(send, to, cameFrom: from.Ledger);
        yield return arrive is StageStep.Fail ? arrive : leave;
        yield return arrive;
    }

    internal static IEnumerable<StageStep> ToWallet(SendInput send, AccountParty from, WalletParty to)
    {
        var lookup = WalletLookup.Of(to);
        yield return lookup.Call;
        if (lookup.Found is not { } wallet)
        {
            yield return lookup.Fail();
            yield break;
        }

        if (wallet.Ledger == from.Ledger)
        {
            yield return SendCalls.Credit(send, wallet, to.Balance, [WalletSubject.Account(from.Id)], SendCalls.Metadata(send));
            yield break;
        }

        yield return SendCalls.Transaction(
            send, from.Ledger, from.Id, from.ThroughAccount, SendCalls.MetadataTo(send, wallet.Ledger), from.AllowOverdraft);
        yield return SendCalls.Credit(
            send, wallet, to.Balance, [WalletSubject.Account(from.ThroughAccount)], SendCalls.MetadataFrom(send, from.Ledger));
    }

    internal static IEnumerable<StageStep> ToPayment(SendInput send, AccountParty from, PaymentParty to)
    {
        var read = new StageStep.Call(new GetAccount(from.Id, from.Ledger)) { ErrorPrefix = $"reading account: {from.Id}: " };
        yield return read;

        var transfer = new Transfer(send, to);
        foreach (var step in transfer.Prepare(StackAnswers.Member(read.Answer, "data", "metadata")))
        {
            yield return step;
        }

        yield return SendCalls.Transaction(send, from.Ledger, from.Id, from.ThroughAccount, SendCalls.Metadata(send), from.AllowOverdraft);
        yield return transfer.Initiate();
    }
}
