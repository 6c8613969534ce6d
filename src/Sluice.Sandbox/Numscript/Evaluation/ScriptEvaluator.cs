using System.Collections.Immutable;
using System.Numerics;
using Sluice.Sandbox.Http;
using Sluice.Sandbox.Ledger.Model;
using Sluice.Sandbox.Numscript.Syntax;

namespace Sluice.Sandbox.Numscript.Evaluation;

/// <summary>Runs a script statement by statement; each sees the money the ones before it moved.</summary>
internal sealed class ScriptEvaluator
{
    private readonly ExpressionEvaluator _expressions;
    private readonly Funds _funds;
    private readonly ImmutableArray<Posting>.Builder _postings = ImmutableArray.CreateBuilder<Posting>();
    private readonly Metadata.Builder _metadata = MetadataMap.Empty.ToBuilder();
    private readonly SortedDictionary<string, Metadata> _accountMetadata = new(StringComparer.Ordinal);

    private ScriptEvaluator(Script script, Funds funds)
    {
        _expressions = new ExpressionEvaluator(script.Variables);
        _funds = funds;
    }

    /// <param name="funds">The balances the script starts from; what it moves is moved there.</param>
    /// <exception cref="RefusedException">INSUFFICIENT_FUND, COMPILATION_FAILED or INTERPRETER_RUNTIME.</exception>
    public static ScriptOutcome Run(Script script, Funds funds)
    {
        var evaluator = new ScriptEvaluator(script, funds);
        foreach (var statement in script.Syntax.Statements)
        {
            evaluator.Run(statement);
        }

        return new ScriptOutcome(
            evaluator._postings.ToImmutable(),
            evaluator._metadata.ToImmutable(),
            evaluator._accountMetadata.ToImmutableSortedDictionary(StringComparer.Ordinal));
    }

    private void Run(Statement statement)
    {
        switch (statement)
        {
            case Statement.Send send:
                Send(send);
                break;
            case Statement.SetTransactionMetadata set:
                _metadata[set.Key] = _expressions.Evaluate(set.Value).ToString()!;
                break;
            case Statement.SetAccountMetadata set:
                var address = _expressions.Account(set.Address);
                _accountMetadata[address] = _accountMetadata.GetValueOrDefault(address, MetadataMap.Empty)
                    .SetItem(set.Key, _expressions.Evaluate(set.Value).ToString()!);
                break;
        }
    }

    private void Send(Statement.Send send)
    {
        var sent = send.All ? null : _expressions.Monetary(send.Sent);
        var asset = sent?.AssetCode ?? _expressions.Asset(send.Sent);

        var drawn = new SourceDrain(_expressions, _funds, asset).Draw(send.From, sent?.Amount);
        var total = drawn.Aggregate(BigInteger.Zero, (sum, part) => sum + part.Amount);
        var given = new DestinationFill(_expressions, asset).Fill(send.To, total);
        Pair(drawn, given, asset);
    }

    // Money leaves the sources in the order it was drawn and fills the destinations in the order they were given; both sums
    // are the same.
    private void Pair(IReadOnlyList<FlowPart> drawn, IReadOnlyList<FlowPart> given, string asset)
    {
        var index = 0;
        var left = drawn[0].Amount;
        foreach (var target in given)
        {
            var wanted = target.Amount;
            do
            {
                var moved = BigInteger.Min(wanted, left);
                Move(drawn[index].Account!, target.Account, moved, asset);
                wanted -= moved;
                left -= moved;
                if (left.IsZero && index + 1 < drawn.Count)
                {
                    left = drawn[++index].Amount;
                }
            }
            while (wanted > 0);
        }
    }

    private void Move(string source, string? destination, BigInteger amount, string asset)
    {
        // What is kept goes back to where it was drawn from.
        _funds.Receive(destination ?? source, asset, amount);
        if (destination is null)
        {
            return;
        }

        if (_postings.Count == LedgerSyntax.PostingsMax)
        {
            throw RefusedException.BadRequest("INTERPRETER_RUNTIME", $"the script makes more than {LedgerSyntax.PostingsMax} postings");
        }

        _postings.Add(new Posting(source, destination, amount, asset));
    }
}
