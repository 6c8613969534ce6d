namespace Sluice.Engine.Stages.Programs;

/// <summary>Sends that begin with a payment that came in: it is booked in the internal ledger, and goes on from there.</summary>
internal static class PaymentSends
{
    internal static IEnumerable<StageStep> ToAccount(SendInput send, PaymentParty from, AccountParty to)
    {
        var ingestion = new Ingestion(send, from);
        return ingestion.Steps().Concat(Deferred(() => AccountSends.ToAccount(ingestion.Send, ingestion.Holding, to)));
    }

    internal static IEnumerable<StageStep> ToWallet(SendInput send, PaymentParty from, WalletParty to)
    {
        var ingestion = new Ingestion(send, from);
        return ingestion.Steps().Concat(Deferred(() => AccountSends.ToWallet(ingestion.Send, ingestion.Holding, to)));
    }

    /// <summary>The second part depends on what the first has found, so it is made when its turn comes.</summary>
    private static IEnumerable<StageStep> Deferred(Func<IEnumerable<StageStep>> steps)
    {
        foreach (var step in steps())
        {
            yield return step;
        }
    }
}
