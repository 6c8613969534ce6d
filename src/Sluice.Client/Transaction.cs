using System.Numerics;

namespace Sluice.Client;

/// <summary>A transaction of a ledger.</summary>
/// <param name="Id">Its number in the ledger.</param>
/// <param name="Postings">Its moves of money, in order.</param>
/// <param name="Metadata">Its metadata.</param>
/// <param name="Timestamp">When it took effect.</param>
/// <param name="Reference">The reference that its author gave it; unset when there is none.</param>
/// <param name="Reverted">Whether another transaction took it back.</param>
public sealed record Transaction(
    long Id,
    IReadOnlyList<Posting> Postings,
    IReadOnlyDictionary<string, string> Metadata,
    DateTimeOffset Timestamp,
    string? Reference = null,
    bool Reverted = false);

/// <summary>One move of money between two accounts of a ledger.</summary>
/// <param name="Source">The account debited.</param>
/// <param name="Destination">The account credited.</param>
/// <param name="Amount">Minor units: <c>2500</c> of <c>USD/2</c> is 25 dollars.</param>
/// <param name="Asset">The asset; the number after its slash says how many of the amount's digits are decimals.</param>
public sealed record Posting(string Source, string Destination, BigInteger Amount, string Asset);

/// <summary>A transaction to commit.</summary>
/// <param name="Postings">Its moves of money. Every source but <c>world</c> needs the funds.</param>
/// <param name="Metadata">Its metadata; empty rather than unset.</param>
/// <param name="Reference">A reference that the ledger keeps unique; unset for none.</param>
public sealed record NewTransaction(
    IReadOnlyList<Posting> Postings, IReadOnlyDictionary<string, string> Metadata, string? Reference = null);
