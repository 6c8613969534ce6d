using Sluice.Engine.Activities;

namespace Sluice.Engine.Stages.Programs;

/// <summary>The calls that move money, as several pairs make them.</summary>
internal static class SendCalls
{
    /// <summary>The account that money comes from and goes to when it leaves what a ledger knows. It has no bottom.</summary>
    internal const string World = "world";

    /// <summary>One posting in a ledger.</summary>
    internal static StageStep Transaction(
        SendInput send, string ledger, string source, string destination, Dictionary<string, string> metadata, bool overdraft) =>
        overdraft && LedgerNames.Problem(send.Amount!, source, destination) is { } problem
            ? new StageStep.Fail(problem)
            : new StageStep.Call(Booking(ledger, send.Amount!, source, destination, metadata, overdraft, send.Timestamp));

    /// <summary>The second half of a move between ledgers: from the bridge account to where the money was to go.</summary>
    /// <returns>The call, or the end of the stage, which then must come before the first half.</returns>
    internal static StageStep FromBridge(SendInput send, AccountParty to, string cameFrom) =>
        LedgerNames.Problem(send.Amount!, to.ThroughAccount, to.Id) is { } problem
            ? new StageStep.Fail(problem)
            : Transaction(
                send, to.Ledger, to.ThroughAccount, to.Id, MetadataFrom(send, cameFrom), to.AllowOverdraft && to.ThroughAccount != World);

    internal static CreateTransaction Booking(
        string ledger,
        MoneyAmount money,
        string source,
        string destination,
        Dictionary<string, string> metadata,
        bool overdraft,
        DateTimeOffset? timestamp)
    {
        var data = new TransactionData(metadata, Timestamp: timestamp);
        return new CreateTransaction(ledger, overdraft
            ? data with { Script = OverdraftScript.Of(money, source, destination) }
            : data with { Postings = [new Posting(source, destination, money.Amount, money.Asset)] });
    }

    internal static StageStep Credit(
        SendInput send, FoundWallet wallet, string balance, IReadOnlyList<WalletSubject> sources, Dictionary<string, string> metadata) =>
        new StageStep.Call(new CreditWallet(wallet.Id, new WalletCredit(send.Amount!, metadata, sources, balance, send.Timestamp)));

    internal static StageStep Debit(
        SendInput send, FoundWallet wallet, string balance, Dictionary<string, string> metadata, WalletSubject? destination = null) =>
        new StageStep.Call(new DebitWallet(
            wallet.Id, new WalletDebit(send.Amount!, metadata, [balance], destination, Timestamp: send.Timestamp)));

    internal static Dictionary<string, string> Metadata(SendInput send) =>
        new(send.Metadata ?? new Dictionary<string, string>(), StringComparer.Ordinal);

    /// <summary>Metadata of money that leaves for another ledger.</summary>
    internal static Dictionary<string, string> MetadataTo(SendInput send, string ledger) =>
        new(Metadata(send)) { ["orchestration/move-to-ledger"] = ledger };

    /// <summary>Metadata of money that arrives from another ledger.</summary>
    internal static Dictionary<string, string> MetadataFrom(SendInput send, string ledger) =>
        new(Metadata(send)) { ["orchestration/move-from-ledger"] = ledger };
}
