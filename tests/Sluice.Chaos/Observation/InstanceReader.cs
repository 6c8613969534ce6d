using System.Text.Json;
using Sluice.Chaos.Load;
using Sluice.Testing;

namespace Sluice.Chaos.Observation;

/// <summary>Reads instances and their histories.</summary>
internal sealed class InstanceReader(ISystemUnderTest sluice, JsonOverHttp http)
{
    private static readonly HashSet<string> MovingMoney =
        ["CreateTransaction", "CreditWallet", "DebitWallet", "ConfirmHold", "VoidHold", "CreateTransferInitiation"];

    public async Task<IReadOnlyList<JsonElement>> ListAsync(CancellationToken cancellationToken) =>
        await http.ListAsync(new Uri(sluice.Server, "/v2/instances?pageSize=100"), cancellationToken).ToListAsync(cancellationToken);

    public async Task<ObservedInstance> ReadAsync(JsonElement item, CancellationToken cancellationToken)
    {
        var id = item.Text("id");
        var history = await http.GetAsync(new Uri(sluice.Server, $"/v2/instances/{id}/history"), cancellationToken);
        var stages = history.GetProperty("data").EnumerateArray().ToList();
        var calls = new List<ObservedCall>();
        for (var stage = 0; stage < stages.Count; stage++)
        {
            var at = stage;
            var address = new Uri(sluice.Server, $"/v2/instances/{id}/stages/{at}/history");
            var activities = (await http.GetAsync(address, cancellationToken)).GetProperty("data").EnumerateArray().ToList();
            calls.AddRange(activities.Index()
                .Where(activity => MovingMoney.Contains(activity.Item.Text("name")))
                .Select(activity => Call(at, activity.Index, activity.Item)));
        }

        var token = stages.Count > 0 ? Token(stages[0]) : null;
        return new ObservedInstance(id, token, item.GetProperty("terminated").GetBoolean(), item.OptionalText("error"), calls)
        {
            Delays = [.. stages.Index().Where(stage => HasSlept(stage.Item)).Select(stage => Delay(stage.Index, stage.Item))],
        };
    }

    private static bool HasSlept(JsonElement stage) =>
        stage.Text("name") == "RunDelay" && stage.GetProperty("terminated").GetBoolean() && stage.OptionalText("error") is null;

    private static ObservedDelay Delay(int index, JsonElement stage) =>
        new(index, stage.GetProperty("startedAt").GetDateTimeOffset(), stage.GetProperty("terminatedAt").GetDateTimeOffset());

    private static string? Token(JsonElement stage)
    {
        var input = stage.GetProperty("input");
        return stage.Text("name") switch
        {
            "RunSend" or "RunHold" => input.GetProperty("metadata").OptionalText("run"),
            "RunUpdate" => input.GetProperty("account").GetProperty("metadata").OptionalText("run"),
            _ => null,
        };
    }

    private static ObservedCall Call(int stage, int index, JsonElement activity)
    {
        var name = activity.Text("name");
        var error = activity.OptionalText("error");
        var end = (activity.GetProperty("terminated").GetBoolean(), error) switch
        {
            (false, _) => CallEnd.Pending,
            (true, null) => CallEnd.Succeeded,
            (true, "cancelled") => CallEnd.Canceled,
            _ => CallEnd.Failed,
        };
        var input = activity.GetProperty("input").GetProperty(name);
        var output = activity.TryGetProperty("output", out var answer) ? answer.GetProperty(name).GetProperty("data") : default;
        return new ObservedCall(stage, index, name, end)
        {
            Error = error,
            Booking = name == "CreateTransaction" ? input.GetProperty("data").OptionalText("reference") : null,
            Hold = name == "DebitWallet" ? output.OptionalText("id") : null,
            Transaction = name == "CreateTransaction" && output.ValueKind == JsonValueKind.Array
                ? new TransactionReference(input.Text("ledger"), output.EnumerateArray().Single().GetProperty("id").GetInt64())
                : null,
        };
    }
}
