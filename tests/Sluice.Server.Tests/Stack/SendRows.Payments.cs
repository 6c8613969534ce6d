using static Sluice.Server.Tests.Stack.Exchange;

namespace Sluice.Server.Tests.Stack;

/// <content>Sends that begin with a payment.</content>
internal static partial class SendRows
{
    private const string Reference = ",\"reference\":\"payment:pay_in_1\"";

    private static StackAnswer Booked => StackAnswer.Refused("CONFLICT", "reference payment:pay_in_1 is taken", 409);

    private static IEnumerable<StageRow> Payments() =>
    [
        new(
            "payment to account, all of it",
            Send("\"payment\":{\"id\":\"pay-in-1\"}", "\"account\":{\"id\":\"b\"}", "\"metadata\":{\"k\":\"v\"}"),
            Payment,
            Transaction(Internal, 1, Posting("world", "payment:pay_in_1") + Reference, "{\"k\":\"v\"}"),
            Transaction(Internal, 2, Posting("payment:pay_in_1", "world"), To("default", "\"k\":\"v\",")),
            Transaction("default", 3, Posting("world", "b"), From(Internal, "\"k\":\"v\","))),
        new(
            "payment to account of the ledger it is booked in, a part of it, from a holding account",
            Send(
                "\"payment\":{\"id\":\"pay-in-1\",\"ledger\":\"main\",\"holdingAccount\":\"payins\"}",
                "\"account\":{\"id\":\"b\",\"ledger\":\"main\"}",
                "\"amount\":{\"amount\":40,\"asset\":\"USD/2\"},\"timestamp\":\"2024-05-01T10:00:00Z\""),
            Payment,
            Transaction("main", 1, Posting("world", "payins") + Reference + ",\"timestamp\":\"2024-05-01T10:00:00Z\""),
            Transaction("main", 2, Posting("payins", "b", "40") + ",\"timestamp\":\"2024-05-01T10:00:00Z\"")),
        new(
            "payment to account, booked before",
            Send("\"payment\":{\"id\":\"pay-in-1\",\"ledger\":\"main\"}", "\"account\":{\"id\":\"b\",\"ledger\":\"main\"}"),
            Payment,
            Transaction("main", 1, Posting("world", "payment:pay_in_1") + Reference) with { Answer = Booked },
            Transaction("main", 2, Posting("payment:pay_in_1", "b"))),
        new(
            "payment to account, before there is an internal ledger",
            Send("\"payment\":{\"id\":\"pay-in-1\"}", "\"account\":{\"id\":\"b\",\"ledger\":\"orchestration-000-internal\"}"),
            Payment,
            Transaction(Internal, 1, Posting("world", "payment:pay_in_1") + Reference) with
            {
                Answer = StackAnswer.Refused("LEDGER_NOT_FOUND", "no such ledger", 404),
            },
            new Exchange($"POST /api/ledger/v2/{Internal} {{}}", "204"),
            Transaction(Internal, 3, Posting("world", "payment:pay_in_1") + Reference),
            Transaction(Internal, 4, Posting("payment:pay_in_1", "b"))),
        new(
            "payment to account, while somebody else creates the internal ledger and books it",
            Send("\"payment\":{\"id\":\"pay-in-1\"}", "\"account\":{\"id\":\"b\",\"ledger\":\"orchestration-000-internal\"}"),
            Payment,
            Transaction(Internal, 1, Posting("world", "payment:pay_in_1") + Reference) with
            {
                Answer = StackAnswer.Refused("LEDGER_NOT_FOUND", "no such ledger", 404),
            },
            new Exchange($"POST /api/ledger/v2/{Internal} {{}}", StackAnswer.Refused("LEDGER_ALREADY_EXISTS", "it exists")),
            Transaction(Internal, 3, Posting("world", "payment:pay_in_1") + Reference) with { Answer = Booked },
            Transaction(Internal, 4, Posting("payment:pay_in_1", "b"))),
        new(
            "payment to wallet of another ledger, out of an account with overdraft",
            Send(
                "\"payment\":{\"id\":\"pay-in-1\",\"ledger\":\"main\",\"throughAccount\":\"bank\",\"allowOverdraft\":true}",
                "\"wallet\":{\"name\":\"bob\",\"balance\":\"gifts\"}",
                "\"metadata\":{\"k\":\"v\"}"),
            Payment,
            Transaction("main", 1, Overdraft("bank", "payment:pay_in_1") + Reference, "{\"k\":\"v\"}"),
            Exchange.Wallets("bob", WalletJson("w1", "w")),
            Transaction("main", 3, Posting("payment:pay_in_1", "world"), To("w", "\"k\":\"v\",")),
            Credit("w1", 4, Subject("ACCOUNT", "world"), "gifts", From("main", "\"k\":\"v\","))),
        new(
            "payment to wallet of the ledger it is booked in, with an overdraft of the world that needs no script",
            Send("\"payment\":{\"id\":\"pay-in-1\",\"ledger\":\"w\",\"allowOverdraft\":true}", "\"wallet\":{\"id\":\"w1\"}", "\"metadata\":{}"),
            Payment,
            Transaction("w", 1, Posting("world", "payment:pay_in_1") + Reference),
            Wallet("w1", "w"),
            Credit("w1", 3, Subject("ACCOUNT", "payment:pay_in_1"))),
    ];
}
