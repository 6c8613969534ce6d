using System.Text.Json;
using Sluice.Client;

namespace Sluice.Runs;

/// <summary>Says in one line what a stage does.</summary>
internal static class StageDescription
{
    private const string UpdateLedger = "main";

    /// <summary>The kind of stage that an entry of an instance's history ran.</summary>
    public static string KindOf(InstanceHistoryEntry entry) => entry.Name switch
    {
        "RunSend" => "send",
        "RunDelay" => "delay",
        "RunWaitEvent" => "wait_event",
        "RunUpdate" => "update",
        "RunNoop" => "noop",
        var other => other,
    };

    /// <summary>Describes a stage, with its placeholders filled or not.</summary>
    /// <param name="kind">What it is, such as <c>send</c>.</param>
    /// <param name="stage">Its content: as it stands in a definition, or as the history reports it with its defaults.</param>
    /// <param name="fill">Applied to every text taken from the stage.</param>
    public static string Describe(string kind, JsonElement stage, Func<string, string> fill) => kind switch
    {
        "send" => $"{Amount(stage, fill)} {End(stage, "source", fill)} → {End(stage, "destination", fill)}".TrimStart(),
        "delay" => Text(stage, "duration", fill) is { Length: > 0 } duration ? duration : $"until {Text(stage, "until", fill)}",
        "wait_event" => $"event '{EventOf(stage, fill)}'",
        "update" => $"{Account(Member(stage, "account"), UpdateLedger, fill)} {Metadata(Member(stage, "account"), fill)}".TrimEnd(),
        _ => "",
    };

    /// <summary>The event that a <c>wait_event</c> stage waits for.</summary>
    public static string EventOf(JsonElement stage, Func<string, string> fill) => Text(stage, "event", fill);

    private static string Amount(JsonElement stage, Func<string, string> fill)
    {
        var amount = Member(stage, "amount");
        return $"{Text(amount, "asset", fill)} {Text(amount, "amount", fill)}".Trim();
    }

    private static string End(JsonElement stage, string name, Func<string, string> fill)
    {
        var end = Member(stage, name);
        if (Member(end, "wallet") is { ValueKind: JsonValueKind.Object } wallet)
        {
            return $"wallet {Text(wallet, "id", fill)}{Text(wallet, "name", fill)}";
        }

        return Member(end, "payment") is { ValueKind: JsonValueKind.Object } payment
            ? $"payment {Text(payment, "id", fill)}{Text(payment, "psp", fill)}"
            : Account(Member(end, "account"), AccountAmount.DefaultLedger, fill);
    }

    private static string Account(JsonElement account, string defaultLedger, Func<string, string> fill)
    {
        var ledger = Text(account, "ledger", fill);
        return $"{(ledger.Length > 0 ? ledger : defaultLedger)}/{Text(account, "id", fill)}";
    }

    private static string Metadata(JsonElement account, Func<string, string> fill) =>
        Member(account, "metadata") is { ValueKind: JsonValueKind.Object } metadata
            ? string.Join(", ", metadata.EnumerateObject().Select(each => $"{each.Name}={fill(each.Value.ToString())}"))
            : "";

    private static string Text(JsonElement parent, string name, Func<string, string> fill) => fill(Member(parent, name).ToString());

    private static JsonElement Member(JsonElement parent, string name) =>
        parent.ValueKind is JsonValueKind.Object && parent.TryGetProperty(name, out var member) ? member : default;
}
