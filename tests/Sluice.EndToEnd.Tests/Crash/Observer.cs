using System.Collections.Concurrent;
using System.Numerics;
using System.Text.Json;

namespace Sluice.EndToEnd.Tests.Crash;

/// <summary>Reads the world after a run through the public interfaces of the service and the ledger.</summary>
internal sealed class Observer(SluiceUnderTest sluice, JsonOverHttp http)
{
    private const int ReadersMax = 8;

    public async Task<Observations> ObserveAsync(CancellationToken cancellationToken)
    {
        var transactions = new List<ObservedTransaction>();
        var volumes = new List<ObservedVolume>();
        foreach (var ledger in Flow.Ledgers)
        {
            var page = new Uri(sluice.Ledger, $"{ledger}/transactions?pageSize=100");
            transactions.AddRange(await http.ListAsync(page, cancellationToken).Select(tx => Transaction(ledger, tx)).ToListAsync(cancellationToken));
            page = new Uri(sluice.Ledger, $"{ledger}/volumes?pageSize=100");
            volumes.AddRange(await http.ListAsync(page, cancellationToken).Select(volume => Volume(ledger, volume)).ToListAsync(cancellationToken));
        }

        var accounts = new Uri(sluice.Ledger, $"{Flow.North}/accounts?pageSize=100");
        var marks = await http.ListAsync(accounts, cancellationToken).Select(Mark).OfType<ObservedMark>().ToListAsync(cancellationToken);
        return new Observations(await InstancesAsync(cancellationToken), transactions, volumes, marks);
    }

    private async Task<IReadOnlyList<ObservedInstance>> InstancesAsync(CancellationToken cancellationToken)
    {
        var list = new Uri(sluice.Server, "/v2/instances?pageSize=100");
        var items = await http.ListAsync(list, cancellationToken).ToListAsync(cancellationToken);
        var instances = new ConcurrentBag<ObservedInstance>();
        var options = new ParallelOptions { MaxDegreeOfParallelism = ReadersMax, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(items, options, async (item, stop) => instances.Add(await InstanceAsync(item, stop)));
        return [.. instances];
    }

    private async Task<ObservedInstance> InstanceAsync(JsonElement item, CancellationToken cancellationToken)
    {
        var id = item.GetProperty("id").GetString()!;
        var history = (await http.GetAsync(new Uri(sluice.Server, $"/v2/instances/{id}/history"), cancellationToken)).GetProperty("data");
        var token = default(string);
        var transactions = new List<TransactionReference>();
        var stage = 0;
        foreach (var entry in history.EnumerateArray())
        {
            var input = entry.GetProperty("input");
            switch (entry.GetProperty("name").GetString())
            {
                case "RunSend":
                    token ??= Text(input.GetProperty("metadata"), "run");
                    transactions.AddRange(await TransactionsAsync(id, stage, cancellationToken));
                    break;
                case "RunUpdate":
                    token ??= Text(input.GetProperty("account").GetProperty("metadata"), "run");
                    break;
            }

            stage++;
        }

        return new ObservedInstance(id, token, item.GetProperty("terminated").GetBoolean(), Text(item, "error"), transactions);
    }

    private async Task<IReadOnlyList<TransactionReference>> TransactionsAsync(string id, int stage, CancellationToken cancellationToken)
    {
        var address = new Uri(sluice.Server, $"/v2/instances/{id}/stages/{stage}/history");
        var activities = (await http.GetAsync(address, cancellationToken)).GetProperty("data");
        return
        [
            .. from activity in activities.EnumerateArray()
               where activity.GetProperty("name").GetString() == "CreateTransaction" && activity.TryGetProperty("output", out _)
               let ledger = activity.GetProperty("input").GetProperty("CreateTransaction").GetProperty("ledger").GetString()!
               from transaction in activity.GetProperty("output").GetProperty("CreateTransaction").GetProperty("data").EnumerateArray()
               select new TransactionReference(ledger, transaction.GetProperty("id").GetInt64()),
        ];
    }

    private static ObservedTransaction Transaction(string ledger, JsonElement transaction)
    {
        var metadata = transaction.GetProperty("metadata");
        return new ObservedTransaction(
            new TransactionReference(ledger, transaction.GetProperty("id").GetInt64()),
            Text(metadata, "run"),
            Text(metadata, "step"),
            [.. transaction.GetProperty("postings").EnumerateArray().Select(posting => new ObservedPosting(
                posting.GetProperty("source").GetString()!,
                posting.GetProperty("destination").GetString()!,
                Integer(posting, "amount"),
                posting.GetProperty("asset").GetString()!))]);
    }

    private static ObservedVolume Volume(string ledger, JsonElement volume) => new(
        ledger,
        volume.GetProperty("account").GetString()!,
        volume.GetProperty("asset").GetString()!,
        Integer(volume, "input"),
        Integer(volume, "output"));

    private static ObservedMark? Mark(JsonElement account) =>
        account.GetProperty("address").GetString() is { } address && address.StartsWith("marks:", StringComparison.Ordinal)
            ? new ObservedMark(address, Text(account.GetProperty("metadata"), "run"))
            : null;

    private static string? Text(JsonElement from, string name) => from.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static BigInteger Integer(JsonElement from, string name) =>
        BigInteger.Parse(from.GetProperty(name).GetRawText(), System.Globalization.CultureInfo.InvariantCulture);
}
