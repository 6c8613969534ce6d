using Sluice.Engine.Activities;

namespace Sluice.Engine.Stages.Programs;

/// <summary>Stages that set a wallet's money aside, and decide later what becomes of it.</summary>
internal static class HoldPrograms
{
    internal static IEnumerable<StageStep> Hold(HoldInput hold)
    {
        var source = WalletLookup.Of(hold.Source);
        yield return source.Call;
        if (source.Found is not { } wallet)
        {
            yield return source.Fail();
            yield break;
        }

        var destination = hold.Destination?.Account is { } account ? WalletSubject.Account(account.Id) : null;
        if (hold.Destination?.Wallet is { } party)
        {
            var lookup = WalletLookup.Of(party);
            yield return lookup.Call;
            if (lookup.Found is not { } found)
            {
                yield return lookup.Fail();
                yield break;
            }

            destination = WalletSubject.Wallet(found.Id, party.Balance);
        }

        var debit = new StageStep.Call(new DebitWallet(wallet.Id, new WalletDebit(
            hold.Amount,
            hold.Metadata ?? new Dictionary<string, string>(),
            [hold.Source.Balance],
            destination,
            hold.Description,
            Pending: true)));
        yield return debit;
        yield return StackAnswers.HoldId(debit.Answer) is { } id
            ? new StageStep.SetVariable(hold.Variable, id)
            : new StageStep.Fail("the wallets service answered a pending debit without a hold");
    }

    internal static IEnumerable<StageStep> Confirm(ConfirmHoldInput confirm)
    {
        yield return new StageStep.Call(new ConfirmHold(confirm.Hold, confirm.Amount, confirm.Final ? true : null));
    }

    internal static IEnumerable<StageStep> Void(VoidHoldInput hold)
    {
        yield return new StageStep.Call(new VoidHold(hold.Hold));
    }
}
