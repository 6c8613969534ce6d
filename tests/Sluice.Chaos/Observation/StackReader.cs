using System.Text.Json;
using Sluice.Chaos.Flows;
using Sluice.Chaos.Load;
using Sluice.Testing;

namespace Sluice.Chaos.Observation;

/// <summary>Reads what the ledgers, wallets and payments show.</summary>
internal sealed class StackReader(ISystemUnderTest sluice, JsonOverHttp http, Stock stock)
{
    // The wallets service files the metadata of its callers under names of its own.
    private const string WalletsPrefix = "wallets/custom_data_";

    public async Task<IReadOnlyList<ObservedTransaction>> TransactionsAsync(CancellationToken cancellationToken)
    {
        var transactions = new List<ObservedTransaction>();
        foreach (var ledger in FlowCatalog.Ledgers)
        {
            transactions.AddRange(await ListAsync(sluice.Ledger, $"{ledger}/transactions", tx => Transaction(ledger, tx), cancellationToken));
        }

        return transactions;
    }

    public async Task<IReadOnlyList<ObservedVolume>> VolumesAsync(CancellationToken cancellationToken)
    {
        var volumes = new List<ObservedVolume>();
        foreach (var ledger in FlowCatalog.Ledgers)
        {
            volumes.AddRange(await ListAsync(sluice.Ledger, $"{ledger}/volumes", volume => Volume(ledger, volume), cancellationToken));
        }

        return volumes;
    }

    public async Task<IReadOnlyList<ObservedMark>> MarksAsync(CancellationToken cancellationToken)
    {
        var accounts = await ListAsync(sluice.Ledger, $"{Flow.North}/accounts", account => account, cancellationToken);
        return
        [
            .. accounts
                .Where(account => account.Text("address").StartsWith("marks:", StringComparison.Ordinal))
                .Select(account => new ObservedMark(account.Text("address"), account.GetProperty("metadata").OptionalText("run"))),
        ];
    }

    /// <summary>Names the holds; what remains of one it says only by itself.</summary>
    public Task<IReadOnlyList<string>> HoldsAsync(CancellationToken cancellationToken) =>
        ListAsync(sluice.Wallets, "holds", hold => hold.Text("id"), cancellationToken);

    public async Task<ObservedHold> HoldAsync(string id, CancellationToken cancellationToken)
    {
        var hold = (await http.GetAsync(new Uri(sluice.Wallets, $"holds/{id}"), cancellationToken)).GetProperty("data");
        var metadata = hold.GetProperty("metadata");
        return new ObservedHold(id, metadata.OptionalText("run"), metadata.OptionalText("step"), hold.Integer("remaining"));
    }

    public async Task<IReadOnlyList<ObservedBalance>> BalancesAsync(CancellationToken cancellationToken)
    {
        var balances = new List<ObservedBalance>();
        foreach (var wallet in stock.Wallets)
        {
            foreach (var balance in new[] { "main", Stock.Side })
            {
                var address = new Uri(sluice.Wallets, $"wallets/{wallet.Id}/balances/{balance}");
                var assets = (await http.GetAsync(address, cancellationToken)).GetProperty("data").GetProperty("assets");
                balances.AddRange(assets.EnumerateObject()
                    .Select(asset => new ObservedBalance($"{wallet.Account}:{balance}", asset.Name, assets.Integer(asset.Name))));
            }
        }

        return balances;
    }

    public Task<IReadOnlyList<ObservedTransfer>> TransfersAsync(CancellationToken cancellationToken) =>
        ListAsync(sluice.Payments, "transfer-initiations", Transfer, cancellationToken);

    private async Task<IReadOnlyList<T>> ListAsync<T>(Uri service, string path, Func<JsonElement, T> read, CancellationToken cancellationToken) =>
        await http.ListAsync(new Uri(service, $"{path}?pageSize=100"), cancellationToken).Select(read).ToListAsync(cancellationToken);

    private static ObservedTransaction Transaction(string ledger, JsonElement transaction)
    {
        var metadata = transaction.GetProperty("metadata");
        return new ObservedTransaction(
            new TransactionReference(ledger, transaction.GetProperty("id").GetInt64()),
            metadata.OptionalText("run") ?? metadata.OptionalText($"{WalletsPrefix}run"),
            metadata.OptionalText("step") ?? metadata.OptionalText($"{WalletsPrefix}step"),
            [.. transaction.GetProperty("postings").EnumerateArray().Select(Posting)])
        {
            Booking = transaction.OptionalText("reference"),
        };
    }

    private static ObservedPosting Posting(JsonElement posting) =>
        new(posting.Text("source"), posting.Text("destination"), posting.Integer("amount"), posting.Text("asset"));

    private static ObservedVolume Volume(string ledger, JsonElement volume) =>
        new(ledger, volume.Text("account"), volume.Text("asset"), volume.Integer("input"), volume.Integer("output"));

    private static ObservedTransfer Transfer(JsonElement transfer)
    {
        var metadata = transfer.GetProperty("metadata");
        return new ObservedTransfer(
            transfer.Text("reference"),
            metadata.OptionalText("run"),
            metadata.OptionalText("step"),
            transfer.Text("destinationAccountID"),
            transfer.Integer("amount"),
            transfer.Text("asset"));
    }
}
