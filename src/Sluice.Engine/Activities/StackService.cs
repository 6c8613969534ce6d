namespace Sluice.Engine.Activities;

/// <summary>The services of the stack, as error texts name them.</summary>
public static class StackService
{
    /// <summary>Double-entry ledgers.</summary>
    public const string Ledger = "ledger";

    /// <summary>Wallets: balances and holds on a ledger of their own.</summary>
    public const string Wallets = "wallets";

    /// <summary>Payment providers behind connectors.</summary>
    public const string Payments = "payments";
}
