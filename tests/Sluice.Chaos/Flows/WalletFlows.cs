using Sluice.Chaos.Load;
using static Sluice.Chaos.Flows.ExpectedCall;
using static Sluice.Chaos.Flows.StageText;

namespace Sluice.Chaos.Flows;

/// <summary>Sends between accounts and wallets.</summary>
internal static class WalletFlows
{
    private const string FromMain = "${fromAccount}:main";
    private const string ToMain = "${toAccount}:main";

    public static readonly IReadOnlyList<Flow> All =
    [
        new(
            "account-to-wallet",
            $"[{Send("first", Account(Stock.Float, Flow.Wallets), Wallet("${to}"))}]",
            [Credit(0, "first", Stock.Float, ToMain)]),
        new(
            "account-to-wallet-across",
            $"[{Send("first", Account("bank", Flow.North, overdraft: true), Wallet("${to}"))}]",
            [Transaction(0, "first", Flow.North, "bank", "world"), Credit(0, "first", "world", ToMain)]),
        new(
            "wallet-to-account",
            $"[{Send("first", Wallet("${from}"), Account("shops:${user}", Flow.Wallets))}]",
            [Debit(0, "first", FromMain, "shops:${user}")]),
        new(
            "wallet-to-account-across",
            $"[{Send("first", Wallet("${from}"), Account("users:${user}", Flow.South))}]",
            [Debit(0, "first", FromMain, "world"), Transaction(0, "first", Flow.South, "world", "users:${user}")]),
        new(
            "wallet-to-wallet",
            $"[{Send("first", Wallet("${from}", Stock.Side), WalletNamed("${toName}"))}]",
            [Credit(0, "first", $"${{fromAccount}}:{Stock.Side}", ToMain)]),
        new(
            "wallet-there-and-back",
            $"[{Send("first", Wallet("${from}"), Wallet("${to}"))},{Wait},{Send("second", Wallet("${to}"), Wallet("${from}"))}]",
            [Credit(0, "first", FromMain, ToMain), Credit(2, "second", ToMain, FromMain)])
        {
            WaitStages = [1],
        },
    ];
}
