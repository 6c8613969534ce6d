namespace Sluice.Sandbox.Ledger.Model;

/// <summary>A ledger: a closed set of accounts and transactions under one name.</summary>
internal sealed record LedgerRow(long Id, string Name, string Bucket, DateTimeOffset AddedAt, Metadata Metadata, Metadata Features);
