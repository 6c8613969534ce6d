using System.Numerics;

namespace Sluice.Engine.Activities;

/// <summary>Commit a transaction to a ledger.</summary>
/// <param name="Ledger">The ledger's name.</param>
/// <param name="Data">The transaction.</param>
public sealed record CreateTransaction(string Ledger, TransactionData Data) : ActivityRequest("CreateTransaction", StackService.Ledger);

/// <summary>A transaction as the ledger's API takes it. Exactly one of postings and script is set.</summary>
/// <param name="Metadata">The transaction's metadata; empty rather than unset.</param>
/// <param name="Postings">The moves of money.</param>
/// <param name="Script">A script that makes the moves, for what postings cannot say.</param>
/// <param name="Reference">A reference that the ledger keeps unique.</param>
/// <param name="Timestamp">The effective time; unset means the time of commit.</param>
public sealed record TransactionData(
    IReadOnlyDictionary<string, string> Metadata,
    IReadOnlyList<Posting>? Postings = null,
    TransactionScript? Script = null,
    string? Reference = null,
    DateTimeOffset? Timestamp = null);

/// <summary>One move of money between two accounts of a ledger.</summary>
/// <param name="Source">The account debited.</param>
/// <param name="Destination">The account credited.</param>
/// <param name="Amount">Minor units.</param>
/// <param name="Asset">The asset, such as <c>USD/2</c>.</param>
public sealed record Posting(string Source, string Destination, BigInteger Amount, string Asset);

/// <summary>A Numscript program.</summary>
/// <param name="Plain">Its text.</param>
public sealed record TransactionScript(string Plain);

/// <summary>Merge metadata into a ledger account.</summary>
/// <param name="Id">The account's address.</param>
/// <param name="Ledger">The ledger's name.</param>
/// <param name="Metadata">The keys to set.</param>
public sealed record AddAccountMetadata(string Id, string Ledger, IReadOnlyDictionary<string, string> Metadata)
    : ActivityRequest("AddAccountMetadata", StackService.Ledger);

/// <summary>Read a ledger account through the ledger's first API version, which answers an unknown account with an empty one.</summary>
/// <param name="Id">The account's address.</param>
/// <param name="Ledger">The ledger's name.</param>
public sealed record GetAccount(string Id, string Ledger) : ActivityRequest("GetAccount", StackService.Ledger);

/// <summary>Create a ledger. That it exists already is a success.</summary>
/// <param name="Ledger">The ledger's name.</param>
public sealed record CreateLedger(string Ledger) : ActivityRequest("CreateLedger", StackService.Ledger);
