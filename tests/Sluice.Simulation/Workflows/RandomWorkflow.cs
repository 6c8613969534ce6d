using System.Text;
using System.Text.Json;
using Sluice.Engine.Workflows;
using Sluice.Server.Workflows;
using Sluice.Simulation.Kernel;

namespace Sluice.Simulation.Workflows;

/// <summary>Makes workflows of all kinds of stages, most of which make sense.</summary>
internal static class RandomWorkflow
{
    private static readonly string[] Accounts = ["alice", "carol", "payee", "shop:1", "${who}"];
    private static readonly string[] Ledgers = ["default", "default", "default", "other", "main"];
    private static readonly string[] Balances = ["main", "main", "main", "savings", "nowhere"];
    private static readonly string[] Payments = ["pay-1", "pay-22", "pay-333", "missing"];

    internal static Workflow Make(SeededRandom random, int stagesMax, DateTimeOffset now)
    {
        var stages = new StringBuilder();
        var count = random.Between(1, stagesMax);
        for (var i = 0; i < count; i++)
        {
            stages.Append(i == 0 ? "" : ",").Append(Stage(random));
        }

        using var json = JsonDocument.Parse($$"""{"name":"w","stages":[{{stages}}]}""");
        return DefinitionParser.Parse(json.RootElement, out var definition) is { } refusal
            ? throw new InvalidOperationException($"the generator made a bad workflow: {refusal.Message}: {stages}")
            : new Workflow(new WorkflowId(random.Guid(7)), definition!, now, DeletedAt: null);
    }

    private static string Stage(SeededRandom random) => random.Below(20) switch
    {
        < 8 => $$$"""{"send":{{{{Send(random)}}}{{{Retry(random)}}}}}""",
        < 10 => $$$"""{"delay":{"duration":"{{{Duration(random)}}}"}}""",
        < 12 => $$$"""{"wait_event":{"event":"{{{random.Pick(["a", "b"])}}}"{{{(random.Below(2) == 0 ? $",\"timeout\":\"{random.Between(1, 60)}s\"" : "")}}}}}""",
        12 => $$$"""{"update":{"account":{"id":"{{{random.Pick(Accounts)}}}","metadata":{"k":"v"}}{{{Retry(random)}}}}}""",
        13 => """{"noop":{}}""",
        < 17 => $$$"""{"hold":{"source":{{{Wallet(random)}}},"amount":{{{Amount(random, 1)}}},"variable":"{{{Hold(random)}}}"{{{HoldOptions(random)}}}{{{Retry(random)}}}}}""",
        < 19 => $$$"""{"confirm_hold":{"hold":"${{{{Hold(random)}}}}"{{{ConfirmOptions(random)}}}{{{Retry(random)}}}}}""",
        _ => $$$"""{"void_hold":{"hold":"${{{{Hold(random)}}}}"{{{Retry(random)}}}}}""",
    };

    private static string Send(SeededRandom random)
    {
        var (source, destination) = (random.Below(8), random.Below(7));
        var from = source < 4 ? Account(random) : source < 6 ? Wallet(random) : Payment(random);
        var to = destination < 3 ? Account(random) : destination < 5 || source >= 6 ? Wallet(random) : Transfer(random);
        var amount = source >= 6 && random.Below(2) == 0 ? "" : $",\"amount\":{Amount(random, 0)}";
        var metadata = random.Below(2) == 0 ? "" : ",\"metadata\":{\"order\":\"${who}\"}";
        return $"\"source\":{from},\"destination\":{to}{amount}{metadata}";
    }

    private static string Account(SeededRandom random)
    {
        var overdraft = random.Below(3) == 0 ? ",\"allowOverdraft\":true" : "";
        var through = random.Below(3) == 0 ? ",\"throughAccount\":\"bridge\"" : "";
        return $$$"""{"account":{"id":"{{{random.Pick(Accounts)}}}","ledger":"{{{random.Pick(Ledgers)}}}"{{{through}}}{{{overdraft}}}}}""";
    }

    private static string Wallet(SeededRandom random)
    {
        var named = random.Below(3) == 0 ? $"\"name\":\"{random.Pick(["ann", "eve", "bob"])}\"" : $"\"id\":\"w{random.Between(1, 5)}\"";
        return $$$"""{"wallet":{{{{named}}},"balance":"{{{random.Pick(Balances)}}}"}}""";
    }

    private static string Payment(SeededRandom random) => $$$"""{"payment":{"id":"{{{random.Pick(Payments)}}}"}}""";

    private static string Transfer(SeededRandom random) => random.Below(4) switch
    {
        0 => """{"payment":{"connectorId":"c-stripe","type":"PAYOUT"}}""",
        1 => """{"payment":{"psp":"wise"}}""",
        _ => """{"payment":{"psp":"stripe","waitingValidation":true}}""",
    };

    private static string Amount(SeededRandom random, int least) =>
        $$"""{"amount":{{Math.Max(least, random.Pick([0, 1, 5, 10, 50, 90]))}},"asset":"USD/2"}""";

    private static string Hold(SeededRandom random) => random.Pick(["hold", "hold", "other"]);

    private static string HoldOptions(SeededRandom random) =>
        (random.Below(4) == 0 ? ",\"keep\":true" : "")
        + random.Below(4) switch
        {
            0 => ",\"destination\":{\"account\":{\"id\":\"shop:1\"}}",
            1 => ",\"destination\":{\"wallet\":{\"id\":\"w2\"}}",
            _ => "",
        };

    private static string ConfirmOptions(SeededRandom random) =>
        (random.Below(2) == 0 ? $",\"amount\":{random.Between(1, 20)}" : "") + (random.Below(2) == 0 ? ",\"final\":true" : "");

    private static string Duration(SeededRandom random) => random.Below(8) switch
    {
        0 => "0s",
        1 => "2m",
        2 => random.Below(8) == 0 ? "1h" : "61s",
        _ => $"{random.Between(1, 30_000)}ms",
    };

    private static string Retry(SeededRandom random) => random.Below(4) switch
    {
        0 => $$$""","$retry":{"maxAttempts":{{{random.Between(1, 4)}}},"initialInterval":"{{{random.Between(1, 3)}}}s","maxInterval":"10s","multiplier":{{{random.Between(1, 3)}}}}""",
        1 when random.Below(2) == 0 => ""","$retry":{"nonRetryable":["INSUFFICIENT_FUND"]}""",
        _ => "",
    };
}
