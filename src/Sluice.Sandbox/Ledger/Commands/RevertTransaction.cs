using System.Globalization;
using Sluice.Sandbox.Http;
using Sluice.Sandbox.Ledger.Model;

namespace Sluice.Sandbox.Ledger.Commands;

/// <summary>Undoes a transaction by a new one with its postings turned round, last first.</summary>
/// <param name="force">Whether accounts may go below zero by it.</param>
/// <param name="atEffectiveDate">Whether the new one takes the effective date of the old one rather than now.</param>
internal sealed class RevertTransaction(long id, bool force, bool atEffectiveDate, Metadata metadata, TransactionShape shape)
    : LedgerCommand
{
    /// <summary>The metadata key by which a reverting transaction names the reverted one.</summary>
    public const string RevertsKey = "com.formance.spec/state/reverts";

    protected override CommandOutcome Execute(LedgerScope scope)
    {
        var original = scope.Transaction(id);
        if (original.RevertedAt is not null)
        {
            throw RefusedException.BadRequest("ALREADY_REVERT", $"transaction {id} is already reverted");
        }

        Posting[] postings = [.. original.Postings.Reverse().Select(TurnRound)];
        if (!force)
        {
            RequireFunds(scope, postings);
        }

        var reverted = original with { RevertedAt = scope.Now, UpdatedAt = scope.Now };
        scope.Session.UpdateTransaction(scope.Ledger.Id, reverted);
        var reverting = scope.Commit(
            [.. postings],
            metadata.SetItem(RevertsKey, id.ToString(CultureInfo.InvariantCulture)),
            reference: null,
            atEffectiveDate ? original.Timestamp : scope.Now);
        return new CommandOutcome(shape.Write(reverting), scope.Events.Reverted(scope, reverted, reverting));
    }

    private static Posting TurnRound(Posting posting) =>
        posting with { Source = posting.Destination, Destination = posting.Source };

    // An account may pass below zero while the postings are undone, as long as it ends no lower than it is allowed to.
    private static void RequireFunds(LedgerScope scope, IEnumerable<Posting> postings)
    {
        var funds = new Funds(scope.Balance);
        var spent = new HashSet<(string Account, string Asset)>();
        foreach (var posting in postings)
        {
            funds.Spend(posting.Source, posting.Asset, posting.Amount);
            funds.Receive(posting.Destination, posting.Asset, posting.Amount);
            spent.Add((posting.Source, posting.Asset));
        }

        var overdrawn = spent.Where(pair => pair.Account != LedgerSyntax.World && funds.Balance(pair.Account, pair.Asset).Sign < 0
            && funds.Balance(pair.Account, pair.Asset) < scope.Balance(pair.Account, pair.Asset));
        if (overdrawn.Select(pair => pair.Account).ToList() is { Count: > 0 } accounts)
        {
            throw InsufficientFunds.Of(accounts);
        }
    }
}
