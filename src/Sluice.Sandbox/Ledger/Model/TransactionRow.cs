using System.Collections.Immutable;

namespace Sluice.Sandbox.Ledger.Model;

/// <summary>A committed transaction. Only its metadata and its reversal ever change.</summary>
/// <param name="Id">Counts from 1 within its ledger, without gaps.</param>
/// <param name="Timestamp">When it takes effect, as the client says; <paramref name="InsertedAt"/> is when it was committed.</param>
/// <param name="PostCommitVolumes">The volumes it left behind, ordered by account and asset.</param>
internal sealed record TransactionRow(
    long Id,
    ImmutableArray<Posting> Postings,
    Metadata Metadata,
    string? Reference,
    DateTimeOffset Timestamp,
    DateTimeOffset InsertedAt,
    DateTimeOffset UpdatedAt,
    DateTimeOffset? RevertedAt,
    ImmutableArray<AccountVolumes> PostCommitVolumes)
{
    /// <summary>The volumes it found, which follow from those it left and its postings.</summary>
    public ImmutableArray<AccountVolumes> PreCommitVolumes() => [.. PostCommitVolumes.Select(Before)];

    private AccountVolumes Before(AccountVolumes after)
    {
        var volumes = after.Volumes;
        foreach (var posting in Postings.Where(posting => posting.Asset == after.Asset))
        {
            volumes = posting.Destination == after.Account ? volumes.Receive(-posting.Amount) : volumes;
            volumes = posting.Source == after.Account ? volumes.Spend(-posting.Amount) : volumes;
        }

        return after with { Volumes = volumes };
    }
}
