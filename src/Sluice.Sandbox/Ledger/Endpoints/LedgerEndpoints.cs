using Sluice.Sandbox.Http;

namespace Sluice.Sandbox.Ledger.Endpoints;

/// <summary>Everything under <c>/api/ledger</c>.</summary>
internal static class LedgerEndpoints
{
    public static void MapLedger(this IEndpointRouteBuilder endpoints)
    {
        var group = endpoints.MapSandboxGroup("/api/ledger");
        group.MapInfo();
        group.MapLedgers();
        group.MapTransactions();
        group.MapAccounts();
        group.MapVolumes();
        group.MapBulk();
        group.MapUnknownPaths();

        endpoints.MapSandboxGroup("/api/ledger", V1Endpoints.Translate).MapV1();
    }
}
