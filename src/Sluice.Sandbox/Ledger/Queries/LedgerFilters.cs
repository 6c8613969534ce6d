using Sluice.Sandbox.Ledger.Model;

namespace Sluice.Sandbox.Ledger.Queries;

/// <summary>What each list can be filtered by.</summary>
internal static class LedgerFilters
{
    public static FilterCompiler<LedgerRow> Ledgers { get; } = new(
        "ledgers",
        FilterField<LedgerRow>.Text("name", ledger => ledger.Name),
        FilterField<LedgerRow>.Text("bucket", ledger => ledger.Bucket),
        FilterField<LedgerRow>.Map("metadata", ledger => ledger.Metadata));

    public static FilterCompiler<TransactionRow> Transactions { get; } = new(
        "transactions",
        FilterField<TransactionRow>.Addresses(
            "account", row => row.Postings.SelectMany(posting => new[] { posting.Source, posting.Destination })),
        FilterField<TransactionRow>.Addresses("source", row => row.Postings.Select(posting => posting.Source)),
        FilterField<TransactionRow>.Addresses("destination", row => row.Postings.Select(posting => posting.Destination)),
        FilterField<TransactionRow>.Text("reference", row => row.Reference),
        FilterField<TransactionRow>.Map("metadata", row => row.Metadata),
        FilterField<TransactionRow>.Integer("id", row => row.Id),
        FilterField<TransactionRow>.Date("timestamp", row => row.Timestamp),
        FilterField<TransactionRow>.Date("insertedAt", row => row.InsertedAt),
        FilterField<TransactionRow>.Flag("reverted", row => row.RevertedAt is not null));

    public static FilterCompiler<AccountView> Accounts { get; } = new(
        "accounts",
        FilterField<AccountView>.Addresses("address", row => [row.Account.Address]),
        FilterField<AccountView>.Map("metadata", row => row.Account.Metadata),
        FilterField<AccountView>.Balances("balance", row => row.Volumes),
        FilterField<AccountView>.Date("firstUsage", row => row.Account.FirstUsage));

    public static FilterCompiler<VolumesView> Volumes { get; } = new(
        "volumes",
        FilterField<VolumesView>.Addresses("address", row => [row.Entry.Account]),
        FilterField<VolumesView>.Addresses("account", row => [row.Entry.Account]),
        FilterField<VolumesView>.Map("metadata", row => row.Metadata),
        FilterField<VolumesView>.Balances("balance", row => [row.Entry]));
}
