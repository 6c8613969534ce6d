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
        "RunHold" => "hold",
        "RunConfirmHold" => "confirm_hold",
        "RunVoidHold" => "void_hold",
        var other => other,
    };

    /// <summary>Describes a stage, with its placeholders filled or not.</summary>
    /// <param name="kind">What it is, such as <c>send</c>.</param>
    /// <param name="stage">Its content: as it stands in a definition, or as the history reports it with its defaults.</param>
    /// <param name="fill">Applied to every text taken from the stage.</param>
    public static string Describe(string kind, JsonElement stage, Func<string, string> fill) => kind switch
    {
        "send" => $"{Amount(stage, fill)} {End(stage, "source", fill)} → {End(stage, "destination", fill)}".TrimStart(),
        "delay" => Span(stage, "duration", fill) is { Length: > 0 } duration ? duration : $"until {Text(stage, "until", fill)}",
        "wait_event" => $"event '{EventOf(stage, fill)}'{Prefixed(", for at most ", Span(stage, "timeout", fill))}",
        "update" => $"{Account(stage.Member("account"), UpdateLedger, fill)} {Metadata(stage.Member("account"), fill)}".TrimEnd(),
        "hold" => $"{Amount(stage, fill)} {End(stage, "source", fill)}{Prefixed(", for ", HoldEnd(stage, fill))}".TrimStart(),
        "confirm_hold" => Confirmation(stage, fill),
        "void_hold" => $"hold {Text(stage, "hold", fill)}",
        _ => "",
    };

    /// <summary>The event that a <c>wait_event</c> stage waits for.</summary>
    public static string EventOf(JsonElement stage, Func<string, string> fill) => Text(stage, "event", fill);

    private static string Amount(JsonElement stage, Func<string, string> fill)
    {
        var amount = stage.Member("amount");
        return $"{Text(amount, "asset", fill)} {Text(amount, "amount", fill)}".Trim();
    }

    private static string End(JsonElement stage, string name, Func<string, string> fill)
    {
        var end = stage.Member(name);
        if (end.Member("wallet") is { ValueKind: JsonValueKind.Object } wallet)
        {
            return Wallet(wallet, fill);
        }

        return end.Member("payment") is { ValueKind: JsonValueKind.Object } payment
            ? Payment(payment, fill)
            : Account(end.Member("account"), LedgerAccount.DefaultLedger, fill);
    }

    private static string Wallet(JsonElement wallet, Func<string, string> fill)
    {
        var balance = Text(wallet, "balance", fill);
        var name = $"{Text(wallet, "name", fill)}{Text(wallet, "id", fill)}";
        return $"wallet {(balance.Length > 0 ? WalletAmount.NameOf(name, balance) : name)}";
    }

    private static string Payment(JsonElement payment, Func<string, string> fill)
    {
        if (Text(payment, "id", fill) is { Length: > 0 } id)
        {
            return $"payment {ProviderId.ReferenceOf(id)}";
        }

        var type = Text(payment, "type", fill) is { Length: > 0 } given ? given : "TRANSFER";
        return $"{type.ToLowerInvariant()} by {(Text(payment, "psp", fill) is { Length: > 0 } psp ? psp : "a connector")}";
    }

    private static string HoldEnd(JsonElement stage, Func<string, string> fill)
    {
        var end = stage.Member("destination");
        return end.Member("wallet") is { ValueKind: JsonValueKind.Object } wallet
            ? Wallet(wallet, fill)
            : Text(end.Member("account"), "id", fill);
    }

    private static string Confirmation(JsonElement stage, Func<string, string> fill)
    {
        var amount = Text(stage, "amount", fill);
        var rest = Text(stage, "final", fill) is "true" or "True" && amount.Length > 0 ? ", the rest back" : "";
        return $"{(amount.Length > 0 ? amount : "all")} of hold {Text(stage, "hold", fill)}{rest}";
    }

    // The history writes 30 days as 720h0m0s.
    private static string Span(JsonElement stage, string name, Func<string, string> fill)
    {
        var span = Text(stage, name, fill);
        span = span.EndsWith("m0s", StringComparison.Ordinal) ? span[..^2] : span;
        return span.EndsWith("h0m", StringComparison.Ordinal) ? span[..^2] : span;
    }

    private static string Prefixed(string prefix, string text) => text.Length > 0 ? prefix + text : "";

    private static string Account(JsonElement account, string defaultLedger, Func<string, string> fill)
    {
        var ledger = Text(account, "ledger", fill);
        return $"{(ledger.Length > 0 ? ledger : defaultLedger)}/{Text(account, "id", fill)}";
    }

    private static string Metadata(JsonElement account, Func<string, string> fill) =>
        account.Member("metadata") is { ValueKind: JsonValueKind.Object } metadata
            ? string.Join(", ", metadata.EnumerateObject().Select(each => $"{each.Name}={fill(each.Value.ToString())}"))
            : "";

    private static string Text(JsonElement parent, string name, Func<string, string> fill) => fill(parent.Text(name));
}
