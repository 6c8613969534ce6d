using System.Numerics;
using System.Text.Json;
using Sluice.Sandbox.Http;

namespace Sluice.Sandbox.Payments.Requests;

/// <summary>A reversal as a client asks for it.</summary>
internal sealed record ReversalRequest(string Reference, string Description, BigInteger Amount, string Asset, Metadata Metadata)
{
    /// <exception cref="RefusedException">VALIDATION: the body does not ask for a reversal.</exception>
    public static ReversalRequest Read(JsonElement body)
    {
        var request = new ReversalRequest(
            PaymentFields.Reference(body),
            PaymentFields.Text(body, "description"),
            PaymentFields.Amount(body),
            PaymentFields.Asset(body),
            body.TextMap("metadata"));
        return request.Amount.Sign > 0 ? request : throw RefusedException.Validation("amount must be more than 0");
    }
}
