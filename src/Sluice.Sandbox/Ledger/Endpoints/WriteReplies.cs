using System.Globalization;
using Sluice.Sandbox.Http;
using Sluice.Sandbox.Ledger.Commands;
using Sluice.Sandbox.Ledger.Model;

namespace Sluice.Sandbox.Ledger.Endpoints;

/// <summary>Answers of writes, and the path segments they take.</summary>
internal static class WriteReplies
{
    private static readonly Dictionary<string, string> Hit = new() { ["Idempotency-Hit"] = "true" };
    private static readonly Dictionary<string, string> NoHit = [];

    /// <summary>The committed data with <paramref name="status"/>, or 204 when there is none.</summary>
    public static JsonReply ToReply(this CommandOutcome outcome, int status = StatusCodes.Status200OK)
    {
        var headers = outcome.IsRepetition ? Hit : NoHit;
        return outcome.Data.Length == 0
            ? new JsonReply(StatusCodes.Status204NoContent, ReadOnlyMemory<byte>.Empty) { Headers = headers }
            : new JsonReply(status, JsonText.Write(writer =>
            {
                writer.WriteStartObject();
                writer.WritePropertyName("data");
                writer.WriteRawValue(outcome.Data, skipInputValidation: true);
                writer.WriteEndObject();
            }))
            { Headers = headers };
    }

    public static string Address(string segment) => LedgerSyntax.IsAddress(segment)
        ? segment
        : throw RefusedException.Validation($"address {LedgerSyntax.AddressRule}");

    public static long TransactionId(string segment) =>
        long.TryParse(segment, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? id
            : throw RefusedException.Validation("the transaction id must be a whole number");

    // Routing decodes every escape but that of the slash, which metadata keys contain.
    public static string MetadataKey(string segment) => segment.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
}
