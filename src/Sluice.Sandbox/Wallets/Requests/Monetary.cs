using System.Numerics;
using System.Text.Json;
using Sluice.Sandbox.Http;
using Sluice.Sandbox.Ledger.Model;

namespace Sluice.Sandbox.Wallets.Requests;

/// <summary>An amount that a client asks to move.</summary>
/// <param name="Amount">Minor units, not negative.</param>
internal sealed record Monetary(BigInteger Amount, string Asset)
{
    /// <summary>What stands under <c>amount</c>.</summary>
    /// <exception cref="RefusedException">VALIDATION: it is not an amount with its asset.</exception>
    public static Monetary Read(JsonElement body)
    {
        var monetary = body.Field("amount").AsObject("amount");
        var amount = monetary.RequiredInteger("amount", "amount.");
        var asset = monetary.RequiredText("asset", "amount.");
        return amount.Sign < 0 ? throw RefusedException.Validation("amount.amount cannot be negative")
            : LedgerSyntax.IsAsset(asset) ? new Monetary(amount, asset)
            : throw RefusedException.Validation($"amount.asset {LedgerSyntax.AssetRule}");
    }
}
