using System.Collections.Immutable;
using Sluice.Sandbox.Http;
using Sluice.Sandbox.Ledger.Model;
using Sluice.Sandbox.Ledger.Requests;
using Sluice.Sandbox.Numscript.Evaluation;

namespace Sluice.Sandbox.Ledger.Commands;

/// <summary>Commits postings, given or made by a script.</summary>
internal sealed class CreateTransaction(TransactionRequest request, TransactionShape shape) : LedgerCommand
{
    protected override CommandOutcome Execute(LedgerScope scope)
    {
        if (request.Reference is { } reference && scope.Session.HasReference(scope.Ledger.Id, reference))
        {
            throw RefusedException.Conflict($"duplicate reference \"{reference}\"");
        }

        var funds = new Funds(scope.Balance);
        var script = request.Script is { } given
            ? ScriptEvaluator.Run(given, funds)
            : new ScriptOutcome(request.Postings, MetadataMap.Empty, ImmutableSortedDictionary<string, Metadata>.Empty);
        if (script.Postings.IsEmpty)
        {
            throw RefusedException.BadRequest("NO_POSTINGS", "the script makes no postings");
        }

        if (request.Script is null)
        {
            RequireFunds(request.Postings, funds);
        }

        var metadata = Merge(request.Metadata, script.Metadata, "metadata");
        var accountMetadata = Merge(request.AccountMetadata, script.AccountMetadata);

        var transaction = scope.Commit(script.Postings, metadata, request.Reference, request.Timestamp ?? scope.Now);
        foreach (var (address, values) in accountMetadata)
        {
            scope.SaveAccountMetadata(address, values, transaction.Timestamp);
        }

        return new CommandOutcome(shape.Write(transaction), scope.Events.Committed(scope, transaction, accountMetadata));
    }

    private static void RequireFunds(ImmutableArray<Posting> postings, Funds funds)
    {
        foreach (var posting in postings)
        {
            if (!funds.Covers(posting.Source, posting.Asset, posting.Amount))
            {
                throw InsufficientFunds.Of([posting.Source]);
            }

            funds.Spend(posting.Source, posting.Asset, posting.Amount);
            funds.Receive(posting.Destination, posting.Asset, posting.Amount);
        }
    }

    private static ImmutableSortedDictionary<string, Metadata> Merge(
        ImmutableSortedDictionary<string, Metadata> requested, ImmutableSortedDictionary<string, Metadata> scripted) =>
        requested.SetItems(scripted.Select(account => KeyValuePair.Create(
            account.Key,
            Merge(requested.GetValueOrDefault(account.Key, MetadataMap.Empty), account.Value, $"accountMetadata[{account.Key}]"))));

    private static Metadata Merge(Metadata requested, Metadata scripted, string field) =>
        scripted.Keys.FirstOrDefault(requested.ContainsKey) is not { } key
            ? requested.SetItems(scripted)
            : throw RefusedException.BadRequest("METADATA_OVERRIDE", $"{field} gives \"{key}\", which the script sets too");
}
