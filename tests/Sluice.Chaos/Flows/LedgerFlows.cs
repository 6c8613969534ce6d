using static Sluice.Chaos.Flows.ExpectedCall;
using static Sluice.Chaos.Flows.StageText;

namespace Sluice.Chaos.Flows;

/// <summary>Flows that know nothing but ledgers, with the other kinds of stages between their sends.</summary>
internal static class LedgerFlows
{
    private const string User = "users:${user}";
    private static readonly string SendFirst = SendFromWorld("first");
    private static readonly string SendSecond = SendFromWorld("second");
    private static readonly string SendThird = SendFromWorld("third");

    public static readonly IReadOnlyList<Flow> All =
    [
        new("single", $"[{SendFirst}]", [FromWorld(0, "first")]),
        new(
            "cross-ledger",
            $"[{Send("first", Account("bank", Flow.North, overdraft: true, "transit"), Account(User, Flow.South, overdraft: true, "transit"))}]",
            [Transaction(0, "first", Flow.North, "bank", "transit"), Transaction(0, "first", Flow.South, "transit", User)]),
        Paced("paced", "pause"),
        Paced("sleeping", "nap"),
        new("event", $"[{SendFirst},{Wait},{SendSecond}]", [FromWorld(0, "first"), FromWorld(2, "second")]) { WaitStages = [1] },
        new(
            "two-events",
            $"[{SendFirst},{Wait},{SendSecond},{Wait},{SendThird}]",
            [FromWorld(0, "first"), FromWorld(2, "second"), FromWorld(4, "third")])
        {
            WaitStages = [1, 3],
        },
        new(
            "marked",
            $$$$"""
            [{"update":{"account":{"id":"marks:${run}","metadata":{"run":"${run}"},"ledger":"{{{{Flow.North}}}}"}}},{{{{SendFirst}}}}]
            """,
            [FromWorld(1, "first")])
        {
            Marks = true,
        },
    ];

    private static Flow Paced(string name, string pause) =>
        new(
            name,
            $$$"""[{{{SendFirst}}},{"delay":{"duration":"${{{{pause}}}}"}},{{{SendSecond}}}]""",
            [FromWorld(0, "first"), FromWorld(2, "second")])
        {
            Pauses = new Dictionary<int, string> { [1] = pause },
        };

    private static string SendFromWorld(string step) => Send(step, Account("world", Flow.North), Account(User, Flow.North));

    private static ExpectedCall FromWorld(int stage, string step) => Transaction(stage, step, Flow.North, "world", User);
}
