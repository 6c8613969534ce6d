using Sluice.Engine.Activities;

namespace Sluice.Engine.Stages.Programs;

/// <summary>The calls of a send, pair by pair, in the order the money moves.</summary>
internal static class SendProgram
{
    private const string World = "world";

    internal static IEnumerable<StageStep> Run(SendInput send) => (send.Source, send.Destination) switch
    {
        ({ Account: { } from }, { Account: { } to }) when from.Ledger == to.Ledger => WithinLedger(send, from, to),
        ({ Account: { } from }, { Account: { } to }) => AcrossLedgers(send, from, to),
        _ => [new StageStep.Fail("this pair of source and destination is not supported by this version")],
    };

    private static IEnumerable<StageStep> WithinLedger(SendInput send, AccountParty from, AccountParty to)
    {
        yield return Transaction(from.Ledger, send, from.Id, to.Id, from.AllowOverdraft, Metadata(send));
    }

    /// <summary>Through a bridge account on either side, since no transaction spans two ledgers.</summary>
    private static IEnumerable<StageStep> AcrossLedgers(SendInput send, AccountParty from, AccountParty to)
    {
        yield return Transaction(
            from.Ledger, send, from.Id, from.ThroughAccount, from.AllowOverdraft,
            new(Metadata(send)) { ["orchestration/move-to-ledger"] = to.Ledger });
        yield return Transaction(
            to.Ledger, send, to.ThroughAccount, to.Id, to.AllowOverdraft && to.ThroughAccount != World,
            new(Metadata(send)) { ["orchestration/move-from-ledger"] = from.Ledger });
    }

    private static StageStep.Call Transaction(
        string ledger, SendInput send, string source, string destination, bool overdraft, Dictionary<string, string> metadata)
    {
        var money = send.Amount!;
        var data = new TransactionData(metadata, Timestamp: send.Timestamp);
        return new StageStep.Call(new CreateTransaction(ledger, overdraft
            ? data with { Script = OverdraftScript(money, source, destination) }
            : data with { Postings = [new Posting(source, destination, money.Amount, money.Asset)] }));
    }

    /// <summary>Postings cannot say that an account may go below zero; a script can.</summary>
    private static TransactionScript OverdraftScript(MoneyAmount money, string source, string destination) => new(
        $"send [{money.Asset} {money.Amount}] (\n  source = @{source} allowing unbounded overdraft\n  destination = @{destination}\n)");

    private static Dictionary<string, string> Metadata(SendInput send) => new(send.Metadata ?? new Dictionary<string, string>(), StringComparer.Ordinal);
}
