using System.Numerics;
using System.Text.Json;
using Sluice.Sandbox.Http;

namespace Sluice.Sandbox.Wallets.Requests;

/// <summary>How much of a hold is paid to its destination.</summary>
/// <param name="Amount">Minor units of the hold's asset; <c>null</c> for all that remains.</param>
/// <param name="Final">Whether what remains afterwards returns to the wallet, which closes the hold.</param>
internal sealed record ConfirmRequest(BigInteger? Amount, bool Final)
{
    /// <param name="body">No body is a confirmation of all.</param>
    /// <exception cref="RefusedException">VALIDATION: the body is not a confirmation.</exception>
    public static ConfirmRequest Read(JsonElement? body)
    {
        if (body?.AsObject("the body") is not { } request)
        {
            return new ConfirmRequest(null, false);
        }

        // A caller who computed 0 wants nothing moved; taking it for "all", as leaving it out is, would move everything.
        var amount = request.Field("amount")?.AsInteger("amount");
        return amount is null || amount.Value.Sign > 0
            ? new ConfirmRequest(amount, request.Flag("final"))
            : throw RefusedException.Validation("amount must be positive; without it, all that remains is confirmed");
    }
}
