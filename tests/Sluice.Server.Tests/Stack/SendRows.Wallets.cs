using static Sluice.Server.Tests.Stack.Exchange;

namespace Sluice.Server.Tests.Stack;

/// <content>Sends that begin in a wallet, and what else is done with wallets.</content>
internal static partial class SendRows
{
    private static IEnumerable<StageRow> Wallets() =>
    [
        new(
            "wallet to account of the same ledger",
            Send("\"wallet\":{\"id\":\"w1\",\"balance\":\"savings\"}", "\"account\":{\"id\":\"b\",\"ledger\":\"w\"}"),
            Wallet("w1", "w"),
            Debit("w1", 1, "savings", more: $",\"destination\":{Subject("ACCOUNT", "b")}")),
        new(
            "wallet to account of another ledger",
            Send("\"wallet\":{\"id\":\"w1\"}", "\"account\":{\"id\":\"b\"}", Amount + ",\"metadata\":{\"k\":\"v\"}"),
            Wallet("w1", "w"),
            Debit("w1", 1, metadata: To("default", "\"k\":\"v\",")),
            Transaction("default", 2, Posting("world", "b"), From("w", "\"k\":\"v\","))),
        new(
            "wallet to account of another ledger, by name, through a bridge and with overdraft",
            Send(
                "\"wallet\":{\"name\":\"alice\"}",
                "\"account\":{\"id\":\"b\",\"ledger\":\"l2\",\"throughAccount\":\"in\",\"allowOverdraft\":true}",
                Amount + ",\"timestamp\":\"2024-05-01T10:00:00Z\""),
            Exchange.Wallets("alice", WalletJson("w1", "w")),
            Debit("w1", 1, metadata: To("l2"), more: ",\"timestamp\":\"2024-05-01T10:00:00Z\""),
            Transaction("l2", 2, Overdraft("in", "b") + ",\"timestamp\":\"2024-05-01T10:00:00Z\"", From("w"))),
        new(
            "wallet to wallet of the same ledger, from a balance into a balance",
            Send("\"wallet\":{\"id\":\"w1\",\"balance\":\"savings\"}", "\"wallet\":{\"id\":\"w2\",\"balance\":\"gifts\"}"),
            Wallet("w1", "w"),
            Wallet("w2", "w"),
            Credit("w2", 2, Subject("WALLET", "w1", "savings"), "gifts")),
        new(
            "wallet to wallet of another ledger, both by name",
            Send("\"wallet\":{\"name\":\"alice\"}", "\"wallet\":{\"name\":\"bob\",\"balance\":\"gifts\"}", Amount + ",\"metadata\":{\"k\":\"v\"}"),
            Exchange.Wallets("alice", WalletJson("w1", "w")),
            Exchange.Wallets("bob", WalletJson("w2", "x")),
            Debit("w1", 2, metadata: To("x", "\"k\":\"v\",")),
            Credit("w2", 3, Subject("ACCOUNT", "world"), "gifts", From("w", "\"k\":\"v\","))),
        new(
            "wallet to payment, by the name of the provider",
            Send("\"wallet\":{\"id\":\"w1\",\"balance\":\"savings\"}", "\"payment\":{\"psp\":\"dummypay\",\"metadata\":\"bank\"}"),
            Wallet("w1", "w", "{\"bank\":\"psp-acc\"}"),
            Connectors,
            Debit("w1", 2, "savings"),
            Transfer(3, "c-dummy", "dummypay TRANSFER", "\"provider\":\"DUMMYPAY\",")),
        new(
            "wallet to payment, by name, through a connector",
            Send("\"wallet\":{\"name\":\"alice\"}", "\"payment\":{\"psp\":\"stripe\",\"type\":\"PAYOUT\",\"connectorId\":\"c-9\"}"),
            Exchange.Wallets("alice", WalletJson("w1", "w", "{\"formanceAccountID\":\"psp-acc\"}")),
            Debit("w1", 1),
            Transfer(2, "c-9", "stripe PAYOUT", "\"provider\":\"STRIPE\",", "PAYOUT")),
    ];

    private static IEnumerable<StageRow> Others() =>
    [
        new(
            "update",
            """{"update":{"account":{"id":"a:b","ledger":"l 1","metadata":{"k":"v"}}}}""",
            new Exchange("""POST /api/ledger/v2/l%201/accounts/a:b/metadata $id-0-0 {"k":"v"}""", "204")),
        new(
            "hold for an account",
            """{"hold":{"source":{"wallet":{"id":"w1","balance":"savings"}},"destination":{"account":{"id":"shop"}},"amount":{"amount":100,"asset":"USD/2"},"metadata":{"k":"v"},"description":"deposit","keep":true}}""",
            Wallet("w1", "w"),
            Debit(
                "w1", 1, "savings", "{\"k\":\"v\"}",
                $",\"destination\":{Subject("ACCOUNT", "shop")},\"description\":\"deposit\",\"pending\":true",
                $$$"""201 {"data":{"id":"h-1","walletID":"w1","asset":"USD/2","metadata":{"k":"v"},"description":"deposit","destination":{{{Subject("ACCOUNT", "shop")}}}}}""")),
        new(
            "hold for a wallet, both by name, and nothing else said",
            """{"hold":{"source":{"wallet":{"name":"alice"}},"destination":{"wallet":{"name":"bob","balance":"gifts"}},"amount":{"amount":100,"asset":"USD/2"},"variable":"deposit"}}""",
            Exchange.Wallets("alice", WalletJson("w1", "w")),
            Exchange.Wallets("bob", WalletJson("w2", "w")),
            Debit("w1", 2, more: $",\"destination\":{Subject("WALLET", "w2", "gifts")},\"pending\":true", answer: """201 {"data":{"id":"h-1"}}""")),
        new(
            "confirm all of a hold",
            """{"confirm_hold":{"hold":"h-1"}}""",
            new Exchange("POST /api/wallets/holds/h-1/confirm $id-0-0 {}", "204")),
        new(
            "confirm a part of a hold and give the rest back",
            """{"confirm_hold":{"hold":"h-1","amount":123456789012345678901234567890,"final":true}}""",
            new Exchange("""POST /api/wallets/holds/h-1/confirm $id-0-0 {"amount":123456789012345678901234567890,"final":true}""", "204")),
        new(
            "void a hold",
            """{"void_hold":{"hold":"h-1"}}""",
            new Exchange("POST /api/wallets/holds/h-1/void $id-0-0", "204")),
    ];
}
