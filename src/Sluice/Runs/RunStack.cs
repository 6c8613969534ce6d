using Sluice.Client;

namespace Sluice.Runs;

/// <summary>The services of the stack that a run moves money in.</summary>
/// <param name="Ledgers">Its ledgers.</param>
/// <param name="Wallets">Its wallets.</param>
/// <param name="Payments">Its payment providers.</param>
internal sealed record RunStack(LedgerClient Ledgers, WalletsClient Wallets, PaymentsClient Payments)
{
    /// <summary>The services behind one URL.</summary>
    /// <param name="http">Carries the URL.</param>
    public static RunStack At(HttpClient http) => new(new LedgerClient(http), new WalletsClient(http), new PaymentsClient(http));
}
