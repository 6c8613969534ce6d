namespace Sluice.Chaos.Flows;

/// <summary>The flows under load, and where they leave their traces.</summary>
internal static class FlowCatalog
{
    public static readonly IReadOnlyList<string> Ledgers = [Flow.North, Flow.South, Flow.Wallets, Flow.Internal];

    public static readonly IReadOnlyList<Flow> All = [.. LedgerFlows.All, .. WalletFlows.All, .. PaymentFlows.All, .. HoldFlows.All];

    public static Flow Named(string name) => All.Single(flow => flow.Name == name);
}
