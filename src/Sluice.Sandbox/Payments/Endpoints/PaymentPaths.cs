using Sluice.Sandbox.Http;
using Sluice.Sandbox.Payments.Model;

namespace Sluice.Sandbox.Payments.Endpoints;

/// <summary>The ids and names in paths.</summary>
internal static class PaymentPaths
{
    public static Provider Provider(string segment) => Model.Provider.Find(segment)
        ?? throw RefusedException.Validation(
            $"connector must be one of {string.Join(", ", Model.Provider.All.Select(provider => provider.Label))}");

    public static string ConnectorId(string segment) =>
        Model.ConnectorId.TryParse(segment) is not null ? segment : throw Invalid("a connector");

    public static string AccountId(string segment) => ResourceId.TryParse(segment) is not null ? segment : throw Invalid("an account");

    public static string PaymentId(string segment) =>
        ResourceId.TryParse(segment, isPayment: true) is not null ? segment : throw Invalid("a payment");

    public static string InitiationId(string segment) =>
        ResourceId.TryParse(segment) is not null ? segment : throw Invalid("a transfer initiation");

    private static RefusedException Invalid(string what) =>
        RefusedException.BadRequest("INVALID_ID", $"the id in the path is not that of {what}");
}
