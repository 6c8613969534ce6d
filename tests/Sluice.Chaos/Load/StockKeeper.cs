using System.Globalization;
using System.Text.Json;
using Sluice.Chaos.Flows;
using Sluice.Chaos.Observation;
using Sluice.Engine.Json;
using Sluice.Testing;

namespace Sluice.Chaos.Load;

/// <summary>Puts the stock into the stack while nothing is killed yet, and the workflows into the service.</summary>
internal sealed class StockKeeper(ISystemUnderTest sluice, JsonOverHttp http)
{
    private const int Wallets = 10;
    private const int Payees = 5;
    private const int PaymentsMin = 60;
    private const int WritersMax = 16;

    private static readonly JsonSerializerOptions Json = new() { Converters = { new BigIntegerJsonConverter() } };

    /// <summary>Creates what the flows need.</summary>
    /// <param name="paymentsMin">How many payments there are to be at least: as many as the length of the load makes use of.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<Stock> StockUpAsync(int paymentsMin, CancellationToken cancellationToken)
    {
        foreach (var ledger in new[] { Flow.North, Flow.South })
        {
            await PostAsync(sluice.Ledger, ledger, new { }, cancellationToken);
        }

        // The sandbox comes with a connector. A second one of its provider would leave the flows to guess which to use.
        var connectors = await http.GetAsync(new Uri(sluice.Payments, "connectors"), cancellationToken);
        var connector = connectors.GetProperty("data").EnumerateArray().Single().Text("connectorID");
        var payees = await EachAsync(Wallets + Payees, number => PayeeAsync(connector, number, cancellationToken), cancellationToken);
        var wallets = await EachAsync(Wallets, number => WalletAsync(number, payees[number], cancellationToken), cancellationToken);
        await FundFloatAsync(cancellationToken);
        var accounts = payees.Skip(Wallets).ToList();
        foreach (var (index, payee) in accounts.Index())
        {
            var metadata = new Dictionary<string, string> { [Stock.PayeeKey] = payee };
            await PostAsync(sluice.Ledger, $"{Flow.North}/accounts/payees:{index}/metadata", metadata, cancellationToken);
        }

        var payments = await EachAsync(
            Math.Max(PaymentsMin, paymentsMin), number => PaymentAsync(connector, number, cancellationToken), cancellationToken);
        return new Stock(wallets, accounts, payments);
    }

    /// <summary>Creates the workflows.</summary>
    public async Task<IReadOnlyDictionary<Flow, string>> CreateWorkflowsAsync(CancellationToken cancellationToken)
    {
        var ids = new Dictionary<Flow, string>();
        foreach (var flow in FlowCatalog.All)
        {
            var definition = new { name = flow.Name, stages = JsonElement.Parse(flow.Stages) };
            ids[flow] = Text(await PostAsync(sluice.Server, "/v2/workflows", definition, cancellationToken), "id");
        }

        return ids;
    }

    private async Task<string> PayeeAsync(string connector, int number, CancellationToken cancellationToken) => Text(
        await PostAsync(
            sluice.Payments,
            "accounts",
            new { reference = Name("payee", number), connectorID = connector, type = "EXTERNAL", accountName = Name("payee", number) },
            cancellationToken),
        "id");

    private async Task<string> PaymentAsync(string connector, int number, CancellationToken cancellationToken) => Text(
        await PostAsync(
            sluice.Payments,
            "payments",
            new
            {
                reference = Name("payin", number),
                connectorID = connector,
                createdAt = "2026-01-01T00:00:00Z",
                type = "PAY-IN",
                amount = Stock.Plenty,
                asset = Flow.Asset,
                scheme = "other",
                status = "SUCCEEDED",
            },
            cancellationToken),
        "id");

    private async Task<StockWallet> WalletAsync(int number, string payee, CancellationToken cancellationToken)
    {
        var name = Name("crash", number);
        var metadata = new Dictionary<string, string> { [Stock.PayeeKey] = payee };
        var id = Text(await PostAsync(sluice.Wallets, "wallets", new { name, metadata }, cancellationToken), "id");
        await PostAsync(sluice.Wallets, $"wallets/{id}/balances", new { name = Stock.Side }, cancellationToken);
        foreach (var balance in new[] { "main", Stock.Side })
        {
            var credit = new { amount = new { amount = Stock.Plenty, asset = Flow.Asset }, balance, metadata = new { run = Stock.Token } };
            await PostAsync(sluice.Wallets, $"wallets/{id}/credit", credit, cancellationToken);
        }

        return new StockWallet(id, name, payee);
    }

    private Task<JsonElement> FundFloatAsync(CancellationToken cancellationToken) => PostAsync(
        sluice.Ledger,
        $"{Flow.Wallets}/transactions",
        new
        {
            postings = new[] { new { source = "world", destination = Stock.Float, amount = Stock.Plenty, asset = Flow.Asset } },
            metadata = new { run = Stock.Token },
        },
        cancellationToken);

    private async Task<JsonElement> PostAsync<T>(Uri service, string path, T body, CancellationToken cancellationToken)
    {
        var address = new Uri(service, path);
        return await http.SendAsync(HttpMethod.Post, address, JsonSerializer.Serialize(body, Json), null, cancellationToken) switch
        {
            Answer.Received { Status: >= 200 and <= 299 } answer => answer.Body,
            var other => throw new InvalidOperationException($"POST {address} gave {other}"),
        };
    }

    private static async Task<T[]> EachAsync<T>(int count, Func<int, Task<T>> create, CancellationToken cancellationToken)
    {
        var created = new T[count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = WritersMax, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, count, options, async (number, _) => created[number] = await create(number));
        return created;
    }

    private static string Text(JsonElement answer, string name) => answer.GetProperty("data").GetProperty(name).GetString()!;

    private static string Name(string kind, int number) => string.Create(CultureInfo.InvariantCulture, $"{kind}-{number}");
}
