using static Sluice.Server.Tests.Stack.Exchange;

namespace Sluice.Server.Tests.Stack;

/// <summary>Every pair of sides in all its variants, with the exact calls that it makes.</summary>
internal static partial class SendRows
{
    private const string Amount = "\"amount\":{\"amount\":100,\"asset\":\"USD/2\"}";
    private const string Internal = "orchestration-000-internal";

    public static IReadOnlyList<StageRow> All { get; } = [.. Accounts(), .. Wallets(), .. Payments(), .. Others()];

    private static string Send(string source, string destination, string more = Amount) =>
        $$$"""{"send":{"source":{{{{source}}}},"destination":{{{{destination}}}},{{{more}}}}}""";

    private static string To(string ledger, string more = "") => $$"""{{{more}}"orchestration/move-to-ledger":"{{ledger}}"}""";

    private static string From(string ledger, string more = "") => $$"""{{{more}}"orchestration/move-from-ledger":"{{ledger}}"}""";

    private static IEnumerable<StageRow> Accounts() =>
    [
        new(
            "account to account of the same ledger",
            Send("\"account\":{\"id\":\"a\"}", "\"account\":{\"id\":\"b\"}"),
            Transaction("default", 0, Posting("a", "b"))),
        new(
            "account to account of the same ledger, with metadata, a time and an amount beyond floats",
            Send(
                "\"account\":{\"id\":\"a:1\",\"ledger\":\"l 1\"}",
                "\"account\":{\"id\":\"b\",\"ledger\":\"l 1\"}",
                "\"amount\":{\"amount\":123456789012345678901234567890,\"asset\":\"USD/2\"},\"metadata\":{\"k\":\"v\"},\"timestamp\":\"2024-05-01T12:00:00.5+02:00\""),
            Transaction(
                "l%201", 0, Posting("a:1", "b", "123456789012345678901234567890") + ",\"timestamp\":\"2024-05-01T10:00:00.5Z\"", "{\"k\":\"v\"}")),
        new(
            "account to account of the same ledger, with overdraft",
            Send("\"account\":{\"id\":\"a\",\"allowOverdraft\":true}", "\"account\":{\"id\":\"b\"}"),
            Transaction("default", 0, Overdraft("a", "b"))),
        new(
            "account to account of another ledger",
            Send("\"account\":{\"id\":\"a\",\"ledger\":\"l1\"}", "\"account\":{\"id\":\"b\",\"ledger\":\"l2\"}"),
            Transaction("l1", 0, Posting("a", "world"), To("l2")),
            Transaction("l2", 1, Posting("world", "b"), From("l1"))),
        new(
            "account to account of another ledger, through bridges and with overdraft",
            Send(
                "\"account\":{\"id\":\"a\",\"ledger\":\"l1\",\"throughAccount\":\"out\",\"allowOverdraft\":true}",
                "\"account\":{\"id\":\"b\",\"ledger\":\"l2\",\"throughAccount\":\"in\",\"allowOverdraft\":true}",
                Amount + ",\"metadata\":{\"k\":\"v\"},\"timestamp\":\"2024-05-01T10:00:00Z\""),
            Transaction("l1", 0, Overdraft("a", "out") + ",\"timestamp\":\"2024-05-01T10:00:00Z\"", To("l2", "\"k\":\"v\",")),
            Transaction("l2", 1, Overdraft("in", "b") + ",\"timestamp\":\"2024-05-01T10:00:00Z\"", From("l1", "\"k\":\"v\","))),
        new(
            "account to account of another ledger, with an overdraft of the world that needs no script",
            Send("\"account\":{\"id\":\"a\"}", "\"account\":{\"id\":\"b\",\"ledger\":\"l2\",\"allowOverdraft\":true}"),
            Transaction("default", 0, Posting("a", "world"), To("l2")),
            Transaction("l2", 1, Posting("world", "b"), From("default"))),
        new(
            "account to wallet of the same ledger, into a balance of it",
            Send("\"account\":{\"id\":\"a\",\"ledger\":\"w\"}", "\"wallet\":{\"id\":\"w1\",\"balance\":\"savings\"}", Amount + ",\"metadata\":{\"k\":\"v\"}"),
            Wallet("w1", "w"),
            Credit("w1", 1, Subject("ACCOUNT", "a"), "savings", "{\"k\":\"v\"}")),
        new(
            "account to wallet of another ledger, by name, through a bridge and with overdraft",
            Send(
                "\"account\":{\"id\":\"a\",\"throughAccount\":\"out\",\"allowOverdraft\":true}",
                "\"wallet\":{\"name\":\"bob & co\"}",
                Amount + ",\"timestamp\":\"2024-05-01T10:00:00Z\""),
            Exchange.Wallets("bob%20%26%20co", WalletJson("w1", "w")),
            Transaction("default", 1, Overdraft("a", "out") + ",\"timestamp\":\"2024-05-01T10:00:00Z\"", To("w")),
            Credit("w1", 2, Subject("ACCOUNT", "out"), "main", From("default"), ",\"timestamp\":\"2024-05-01T10:00:00Z\"")),
        new(
            "account to wallet of another ledger",
            Send("\"account\":{\"id\":\"a\"}", "\"wallet\":{\"id\":\"w1\"}"),
            Wallet("w1", "w"),
            Transaction("default", 1, Posting("a", "world"), To("w")),
            Credit("w1", 2, Subject("ACCOUNT", "world"), "main", From("default"))),
        new(
            "account to payment, by the name of the provider",
            Send("\"account\":{\"id\":\"a:1\"}", "\"payment\":{\"psp\":\"stripe\"}", Amount + ",\"metadata\":{\"k\":\"v\"}"),
            Account("default", "a:1", "{\"formanceAccountID\":\"psp-acc\"}"),
            Connectors,
            Transaction("default", 2, Posting("a:1", "world"), "{\"k\":\"v\"}"),
            Transfer(3, "c-stripe", "stripe TRANSFER", "\"provider\":\"STRIPE\",", metadata: "{\"k\":\"v\"}")),
        new(
            "account to payment, through a connector and a bridge, with overdraft, waiting for consent",
            Send(
                "\"account\":{\"id\":\"a\",\"ledger\":\"l1\",\"throughAccount\":\"out\",\"allowOverdraft\":true}",
                "\"payment\":{\"psp\":\"Wise\",\"type\":\"payout\",\"sourceAccount\":\"psp-src\",\"metadata\":\"bank\",\"waitingValidation\":true,\"connectorID\":\"c-9\"}"),
            Account("l1", "a", "{\"bank\":\"psp-acc\",\"formanceAccountID\":\"other\"}"),
            Transaction("l1", 1, Overdraft("a", "out")),
            Transfer(2, "c-9", "Wise PAYOUT", "\"provider\":\"WISE\",", "PAYOUT", "psp-src", "false")),
        new(
            "account to payment, through a connector without a provider",
            Send("\"account\":{\"id\":\"a\"}", "\"payment\":{\"connectorId\":\"c-9\"}"),
            Account("default", "a", "{\"formanceAccountID\":\"psp-acc\"}"),
            Transaction("default", 1, Posting("a", "world")),
            Transfer(2, "c-9", "TRANSFER", "")),
    ];
}
