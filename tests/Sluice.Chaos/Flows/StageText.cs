namespace Sluice.Chaos.Flows;

/// <summary>Stages and their parts as JSON. Whatever moves money carries the metadata <c>run</c> and <c>step</c>.</summary>
internal static class StageText
{
    public const string EventName = "go";
    public const string Asset = "USD/2";

    public const string Wait = $$$"""{"wait_event":{"event":"{{{EventName}}}"}}""";

    public static string Send(string step, string source, string destination) =>
        $$$$"""
        {"send":{"source":{{{{source}}}},"destination":{{{{destination}}}},
          "amount":{"amount":"${amount}","asset":"{{{{Asset}}}}"},
          "metadata":{"run":"${run}","step":"{{{{step}}}}"}}}
        """;

    public static string Account(string id, string ledger, bool overdraft = false, string through = "world") =>
        $$$$"""
        {"account":{"id":"{{{{id}}}}","ledger":"{{{{ledger}}}}","throughAccount":"{{{{through}}}}","allowOverdraft":{{{{(overdraft ? "true" : "false")}}}}}}
        """;

    public static string Wallet(string id, string balance = "main") => $$$$"""{"wallet":{"id":"{{{{id}}}}","balance":"{{{{balance}}}}"}}""";

    public static string WalletNamed(string name) => $$$$"""{"wallet":{"name":"{{{{name}}}}"}}""";
}
