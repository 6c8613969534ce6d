namespace Sluice.EndToEnd.Tests.Crash;

/// <summary>A workflow under load, and what one instance of it must leave behind.</summary>
/// <param name="Name">The workflow's name.</param>
/// <param name="Stages">Its stages as JSON.</param>
/// <param name="Transactions">The transactions one instance makes, in order; amount and user are the start's.</param>
/// <param name="WaitStages">The indexes of its <c>wait_event</c> stages; <see cref="Event"/> satisfies any of them.</param>
/// <param name="Marks">Whether it also writes the start's token on the account <c>marks:token</c>.</param>
internal sealed record Flow(
    string Name,
    string Stages,
    IReadOnlyList<ExpectedTransaction> Transactions,
    IReadOnlyList<int> WaitStages,
    bool Marks = false)
{
    private const string EventName = "go";

    /// <summary>The body that posts the one event all waits are for.</summary>
    public const string Event = $$"""{"name":"{{EventName}}"}""";

    public const string Asset = "USD/2";
    public const string North = "crash-north";
    public const string South = "crash-south";

    public static readonly IReadOnlyList<string> Ledgers = [North, South];

    private static readonly string SendFirst = SendFromWorld("first");
    private static readonly string SendSecond = SendFromWorld("second");
    private static readonly string SendThird = SendFromWorld("third");
    private const string Wait = $$$"""{"wait_event":{"event":"{{{EventName}}}"}}""";

    /// <summary>The flows under load.</summary>
    public static readonly IReadOnlyList<Flow> All =
    [
        new("single", $"[{SendFirst}]", [FromWorld("first")], []),
        new(
            "cross-ledger",
            $$$$"""
            [{"send":{
              "source":{"account":{"id":"bank","ledger":"{{{{North}}}}","throughAccount":"transit","allowOverdraft":true}},
              "destination":{"account":{"id":"users:${user}","ledger":"{{{{South}}}}","throughAccount":"transit","allowOverdraft":true}},
              "amount":{"amount":"${amount}","asset":"{{{{Asset}}}}"},
              "metadata":{"run":"${run}","step":"first"}}}]
            """,
            [new("first", North, "bank", "transit"), new("first", South, "transit", ExpectedTransaction.User)],
            []),
        new(
            "paced",
            $$$"""[{{{SendFirst}}},{"delay":{"duration":"${pause}"}},{{{SendSecond}}}]""",
            [FromWorld("first"), FromWorld("second")],
            []),
        new("event", $"[{SendFirst},{Wait},{SendSecond}]", [FromWorld("first"), FromWorld("second")], [1]),
        new(
            "two-events",
            $"[{SendFirst},{Wait},{SendSecond},{Wait},{SendThird}]",
            [FromWorld("first"), FromWorld("second"), FromWorld("third")],
            [1, 3]),
        new(
            "marked",
            $$$$"""
            [{"update":{"account":{"id":"marks:${run}","metadata":{"run":"${run}"},"ledger":"{{{{North}}}}"}}},{{{{SendFirst}}}}]
            """,
            [FromWorld("first")],
            [],
            Marks: true),
    ];

    private static string SendFromWorld(string step) =>
        $$$$"""
        {"send":{
          "source":{"account":{"id":"world","ledger":"{{{{North}}}}"}},
          "destination":{"account":{"id":"users:${user}","ledger":"{{{{North}}}}"}},
          "amount":{"amount":"${amount}","asset":"{{{{Asset}}}}"},
          "metadata":{"run":"${run}","step":"{{{{step}}}}"}}}
        """;

    private static ExpectedTransaction FromWorld(string step) => new(step, North, "world", ExpectedTransaction.User);
}

/// <summary>A transaction an instance must make exactly once, found by its metadata <c>run</c> and <c>step</c>.</summary>
/// <param name="Step">The value of its metadata <c>step</c>.</param>
/// <param name="Ledger">The ledger it is in.</param>
/// <param name="Source">The account the money leaves.</param>
/// <param name="Destination">The account it reaches; <see cref="User"/> stands for the start's user.</param>
internal sealed record ExpectedTransaction(string Step, string Ledger, string Source, string Destination)
{
    /// <summary>Stands for <c>users:</c> and the start's user.</summary>
    public const string User = "users:*";
}
