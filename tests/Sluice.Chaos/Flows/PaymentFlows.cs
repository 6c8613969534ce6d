using Sluice.Chaos.Load;
using static Sluice.Chaos.Flows.ExpectedCall;
using static Sluice.Chaos.Flows.StageText;

namespace Sluice.Chaos.Flows;

/// <summary>Sends that end in a transfer at a provider, or begin with a payment that came in.</summary>
internal static class PaymentFlows
{
    private const string ToProvider = $$$"""{"payment":{"psp":"{{{Stock.Provider}}}"}}""";
    private const string FromPayment = """{"payment":{"id":"${payment}"}}""";

    public static readonly IReadOnlyList<Flow> All =
    [
        new(
            "account-to-payment",
            $"[{Send("first", Account("payees:${payee}", Flow.North, overdraft: true), ToProvider)}]",
            [Transaction(0, "first", Flow.North, "payees:${payee}", "world"), Transfer(0, "first", "${payeeAccount}")]),
        new(
            "wallet-to-payment",
            $"[{Send("first", Wallet("${from}"), ToProvider)}]",
            [Debit(0, "first", "${fromAccount}:main", "world"), Transfer(0, "first", "${fromPayee}")]),
        new(
            "payment-to-account",
            $"[{Send("first", FromPayment, Account("users:${user}", Flow.North))}]",
            [Transaction(0, "first", Flow.Internal, "${holding}", "world"), Transaction(0, "first", Flow.North, "world", "users:${user}")])
        {
            BooksPayment = true,
        },
        new(
            "payment-to-wallet",
            $"[{Send("first", FromPayment, Wallet("${to}"))}]",
            [Transaction(0, "first", Flow.Internal, "${holding}", "world"), Credit(0, "first", "world", "${toAccount}:main")])
        {
            BooksPayment = true,
        },
    ];
}
