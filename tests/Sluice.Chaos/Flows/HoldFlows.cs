using static Sluice.Chaos.Flows.ExpectedCall;
using static Sluice.Chaos.Flows.StageText;

namespace Sluice.Chaos.Flows;

/// <summary>Flows that set money of a wallet aside: what becomes of it is decided, left open, or cut short by a failure.</summary>
internal static class HoldFlows
{
    private const string Step = "deposit";
    private const string Owner = "${fromAccount}:main";
    private const string Sales = "sales";
    private const string ConfirmAll = """{"confirm_hold":{"hold":"${deposit}"}}""";
    private const string ConfirmPart = """{"confirm_hold":{"hold":"${deposit}","amount":"${part}"}}""";
    private const string ConfirmFinal = """{"confirm_hold":{"hold":"${deposit}","amount":"${part}","final":true}}""";
    private const string Void = """{"void_hold":{"hold":"${deposit}"}}""";
    private const string NoWallet = "wallet not found";
    private static readonly string Open = HoldStage(keep: false);
    private static readonly string OpenAndKeep = HoldStage(keep: true);
    private static readonly string SendToNobody = Send("never", Account("world", Flow.Wallets), WalletNamed("nobody"));
    private static readonly ExpectedCall Opened = Debit(0, Step, Owner, Hold);

    // An address that interpolates to nothing does not resolve: the stage is rejected before it starts.
    private static readonly string SendFromNowhere = Send("never", Account("${unknown}", Flow.Wallets), Account("shops:1", Flow.Wallets));

    public static readonly IReadOnlyList<Flow> All =
    [
        new("hold-confirm", $"[{Open},{ConfirmAll}]", [Opened, Confirmed(1)]),
        new("hold-confirm-part", $"[{Open},{ConfirmFinal}]", [Opened, ConfirmedFinally(1)]),
        new("hold-void", $"[{Open},{Void}]", [Opened, Voided(1)]) { AbortsOneIn = 2 },
        new("hold-wait-confirm", $"[{Open},{Wait},{ConfirmAll}]", [Opened, Confirmed(2)]) { WaitStages = [1], AbortsOneIn = 2 },
        new("hold-wait-void", $"[{Open},{Wait},{Void}]", [Opened, Voided(2)]) { WaitStages = [1], AbortsOneIn = 2 },
        new("hold-fail", $"[{Open},{SendToNobody}]", [Opened]) { FailsWith = NoWallet },
        new("hold-part-fail", $"[{Open},{ConfirmPart},{SendToNobody}]", [Opened, ConfirmedInPart(1)]) { FailsWith = NoWallet },
        new("hold-reject", $"[{Open},{SendFromNowhere}]", [Opened]) { FailsWith = "source.account.id" },
        new("hold-leave", $"[{Open},{Wait}]", [Opened]) { WaitStages = [1], LeavesHoldOpen = true },
        new("hold-keep", $"[{OpenAndKeep},{Wait},{SendToNobody}]", [Opened])
        {
            WaitStages = [1],
            KeepsHold = true,
            FailsWith = NoWallet,
            AbortsOneIn = 2,
        },
    ];

    private static string HoldStage(bool keep) =>
        $$$$"""
        {"hold":{"source":{{{{Wallet("${from}")}}}},"destination":{"account":{"id":"{{{{Sales}}}}"}},
          "amount":{"amount":"${amount}","asset":"{{{{Asset}}}}"},"variable":"{{{{Step}}}}","keep":{{{{(keep ? "true" : "false")}}}},
          "metadata":{"run":"${run}","step":"{{{{Step}}}}"}}}
        """;

    private static ExpectedCall Confirmed(int stage) => Release(stage, "ConfirmHold", new ExpectedPosting(Hold, Sales));

    private static ExpectedCall ConfirmedInPart(int stage) => Release(stage, "ConfirmHold", new ExpectedPosting(Hold, Sales, "${part}"));

    private static ExpectedCall ConfirmedFinally(int stage) => Release(
        stage, "ConfirmHold", new ExpectedPosting(Hold, Sales, "${part}"), new ExpectedPosting(Hold, Owner, "${rest}"));

    private static ExpectedCall Voided(int stage) => Release(stage, "VoidHold", new ExpectedPosting(Hold, Owner));

    private static ExpectedCall Release(int stage, string activity, params IReadOnlyList<ExpectedPosting> postings) =>
        new(stage, activity, Step, Flow.Wallets, postings);
}
