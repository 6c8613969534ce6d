using System.Globalization;
using System.Numerics;
using Sluice.Chaos.Load;
using Sluice.Chaos.Observation;

namespace Sluice.Chaos.Flows;

/// <summary>
/// A call that an instance makes once and that moves money. Addresses and amounts are templates over the start's variables, such
/// as <c>users:${user}</c>.
/// </summary>
/// <param name="Stage">The index of the stage that makes it.</param>
/// <param name="Activity">What the history calls it.</param>
/// <param name="Step">The metadata <c>step</c> of what it leaves; of the hold when it ends one.</param>
/// <param name="Ledger">The ledger of the transaction that it makes; empty for a transfer.</param>
/// <param name="Postings">The postings of that transaction.</param>
internal sealed record ExpectedCall(int Stage, string Activity, string Step, string Ledger, params IReadOnlyList<ExpectedPosting> Postings)
{
    /// <summary>The account of the hold, which nobody knows before it is opened.</summary>
    public const string Hold = "${hold}";

    private const string TransferActivity = "CreateTransferInitiation";

    /// <summary>The provider's account that a transfer pays to; null for a transaction.</summary>
    public string? Payee { get; private init; }

    /// <summary>Whether it ends a hold, or a part of one.</summary>
    public bool ReleasesHold => Activity is "ConfirmHold" or "VoidHold";

    /// <summary>Whether it opens a hold.</summary>
    public bool OpensHold => Postings is [{ Destination: Hold }];

    public static ExpectedCall Transfer(int stage, string step, string payee) => new(stage, TransferActivity, step, "") { Payee = payee };

    public static ExpectedCall Transaction(int stage, string step, string ledger, string source, string destination) =>
        new(stage, "CreateTransaction", step, ledger, new ExpectedPosting(source, destination));

    public static ExpectedCall Credit(int stage, string step, string source, string destination) =>
        new(stage, "CreditWallet", step, Flow.Wallets, new ExpectedPosting(source, destination));

    public static ExpectedCall Debit(int stage, string step, string source, string destination) =>
        new(stage, "DebitWallet", step, Flow.Wallets, new ExpectedPosting(source, destination));

    /// <summary>Makes the addresses and amounts of the postings those of one start.</summary>
    /// <param name="start">The start.</param>
    /// <param name="hold">The account of its hold; null when the call has nothing to do with one.</param>
    public IReadOnlyList<ObservedPosting> PostingsOf(StartRecord start, string? hold) =>
    [
        .. Postings.Select(posting => new ObservedPosting(
            Address(posting.Source, start, hold),
            Address(posting.Destination, start, hold),
            BigInteger.Parse(start.Resolve(posting.Amount), CultureInfo.InvariantCulture),
            Flow.Asset)),
    ];

    private static string Address(string template, StartRecord start, string? hold) =>
        template == Hold ? hold ?? "" : start.Resolve(template);
}

/// <summary>One movement of a transaction, in templates.</summary>
/// <param name="Source">The account the money leaves.</param>
/// <param name="Destination">The account it reaches.</param>
/// <param name="Amount">How much.</param>
internal sealed record ExpectedPosting(string Source, string Destination, string Amount = "${amount}");
