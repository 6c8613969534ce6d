using Sluice.Sandbox.Http;

namespace Sluice.Sandbox.Wallets.Model;

/// <summary>The refusals that clients of wallets know, in their words. A client can decode no other codes.</summary>
internal static class WalletRefusals
{
    public static RefusedException WalletNotFound() => NotFound("wallet not found");

    public static RefusedException HoldNotFound() => NotFound("hold not found");

    public static RefusedException BalanceNotFound() => NotFound("balance not exists");

    /// <param name="field">The field of the body that names the balance, or <c>null</c> for the one everybody knows.</param>
    public static RefusedException NoSuchBalance(string? field = null) =>
        RefusedException.Validation(field is null ? "balance not exists" : $"{field}: balance not exists");

    public static RefusedException InsufficientFunds() => RefusedException.BadRequest("INSUFFICIENT_FUND", "insufficient fund");

    public static RefusedException HoldClosed() => RefusedException.BadRequest("HOLD_CLOSED", "hold is closed");

    /// <summary>Puts the codes of the ledger and of the routes into those of wallets.</summary>
    public static Refusal Translate(Refusal refusal) => refusal.Code switch
    {
        "VALIDATION" or "INSUFFICIENT_FUND" or "HOLD_CLOSED" or "CONFLICT" => refusal,
        "INTERNAL" => refusal with { Code = "INTERNAL_ERROR" },
        _ => refusal with { Code = "VALIDATION" },
    };

    private static RefusedException NotFound(string message) =>
        new(new Refusal(StatusCodes.Status404NotFound, "VALIDATION", message));
}
