using System.Text.Json;
using Sluice.Sandbox.Http;
using Sluice.Sandbox.Ledger.Commands;
using Sluice.Sandbox.Ledger.Model;
using Sluice.Sandbox.Ledger.Requests;
using Sluice.Sandbox.Ledger.Storage;

namespace Sluice.Sandbox.Ledger.Endpoints;

/// <summary>Several writes in one call.</summary>
internal static class BulkEndpoints
{
    /// <summary>The most elements of one call.</summary>
    public const int ElementsMax = 100;

    public static void MapBulk(this RouteGroupBuilder group) => group.MapPath("/v2/{ledger}/_bulk", (HttpMethods.Post, Run));

    // The order is kept whatever "parallel" asks for: the ledger has one writer.
    private static async Task<JsonReply> Run(string ledger, HttpRequest request, LedgerWriter writer, CancellationToken cancellationToken)
    {
        var body = await JsonBody.ReadAsync(request, cancellationToken);
        if (body is not { ValueKind: JsonValueKind.Array } array)
        {
            throw RefusedException.Validation("the body must be an array of elements");
        }

        if (array.GetArrayLength() > ElementsMax)
        {
            throw new RefusedException(new Refusal(
                StatusCodes.Status413PayloadTooLarge, "BULK_SIZE_EXCEEDED", $"a bulk has at most {ElementsMax} elements"));
        }

        var elements = array.EnumerateArray().Select((element, index) => Read(ledger, element.AsObject($"[{index}]"), index)).ToList();
        var results = request.Says("atomic")
            ? await RunTogetherAsync(ledger, elements, writer)
            : await RunEachAsync(elements, request.Says("continueOnFailure"), writer);
        return ToReply(results);
    }

    private static async Task<List<BulkResult>> RunEachAsync(List<BulkElement> elements, bool continueOnFailure, LedgerWriter writer)
    {
        var results = new List<BulkResult>();
        foreach (var element in elements)
        {
            try
            {
                results.Add(new BulkResult(element.Action, await writer.RunAsync(element.Command), null));
            }
            catch (RefusedException exception)
            {
                results.Add(new BulkResult(element.Action, null, exception.Refusal));
                if (!continueOnFailure)
                {
                    break;
                }
            }
        }

        return results;
    }

    private static async Task<List<BulkResult>> RunTogetherAsync(string ledger, List<BulkElement> elements, LedgerWriter writer)
    {
        var bulk = new AtomicBulk([.. elements.Select(element => element.Command)]) { Ledger = ledger };
        try
        {
            await writer.RunAsync(bulk);
            return [.. elements.Zip(bulk.Outcomes, (element, outcome) => new BulkResult(element.Action, outcome, null))];
        }
        catch (RefusedException exception) when (elements.Count > bulk.Outcomes.Count)
        {
            return [new BulkResult(elements[bulk.Outcomes.Count].Action, null, exception.Refusal)];
        }
    }

    private static BulkElement Read(string ledger, JsonElement element, int index)
    {
        var action = element.RequiredText("action", $"[{index}].");
        var data = element.Field("data").AsObject($"[{index}].data");
        var key = element.OptionalText("ik", $"[{index}].") is { Length: > 0 } text
            ? IdempotencyKey.Of(text, $"bulk {action}", data)
            : null;
        return new BulkElement(action, action switch
        {
            "CREATE_TRANSACTION" => new CreateTransaction(TransactionRequest.Read(data), TransactionShape.V2)
            {
                Ledger = ledger,
                IdempotencyKey = key,
            },
            "REVERT_TRANSACTION" => new RevertTransaction(
                TransactionId(data, "id"), data.Flag("force"), data.Flag("atEffectiveDate"), data.TextMap("metadata"), TransactionShape.V2)
            {
                Ledger = ledger,
                IdempotencyKey = key,
            },
            "ADD_METADATA" when IsAccount(data) => new SaveAccountMetadata(Account(data), data.TextMap("metadata"))
            {
                Ledger = ledger,
                IdempotencyKey = key,
            },
            "ADD_METADATA" => new SaveTransactionMetadata(TransactionId(data, "targetId"), data.TextMap("metadata"))
            {
                Ledger = ledger,
                IdempotencyKey = key,
            },
            "DELETE_METADATA" when IsAccount(data) => new DeleteAccountMetadata(Account(data), data.RequiredText("key"))
            {
                Ledger = ledger,
                IdempotencyKey = key,
            },
            "DELETE_METADATA" => new DeleteTransactionMetadata(TransactionId(data, "targetId"), data.RequiredText("key"))
            {
                Ledger = ledger,
                IdempotencyKey = key,
            },
            _ => throw RefusedException.Validation($"[{index}].action \"{action}\" is unknown"),
        });
    }

    private static string Account(JsonElement data) => WriteReplies.Address(data.RequiredText("targetId"));

    private static long TransactionId(JsonElement data, string name) =>
        data.RequiredInteger(name) is var id && id >= 0 && id <= long.MaxValue
            ? (long)id
            : throw RefusedException.Validation($"{name} must be a transaction id");

    private static bool IsAccount(JsonElement data) => data.RequiredText("targetType") switch
    {
        MetadataTarget.Account => true,
        MetadataTarget.Transaction => false,
        var other => throw RefusedException.Validation($"targetType \"{other}\" is unknown"),
    };

    // logID is required by clients; the sandbox keeps no log of its own, so it is always 0.
    private static JsonReply ToReply(List<BulkResult> results)
    {
        var failed = results.Exists(result => result.Refusal is not null);
        return new JsonReply(failed ? StatusCodes.Status400BadRequest : StatusCodes.Status200OK, JsonText.Write(writer =>
        {
            writer.WriteStartObject();
            writer.WriteStartArray("data");
            foreach (var result in results)
            {
                writer.WriteStartObject();
                writer.WriteString("responseType", result.Refusal is null ? result.Action : "ERROR");
                writer.WriteNumber("logID", 0);
                if (result.Refusal is { } refusal)
                {
                    writer.WriteString("errorCode", refusal.Code);
                    writer.WriteString("errorDescription", refusal.Message);
                }
                else if (result.Outcome is { Data.Length: > 0 } outcome)
                {
                    writer.WritePropertyName("data");
                    writer.WriteRawValue(outcome.Data, skipInputValidation: true);
                }

                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }));
    }

    private sealed record BulkElement(string Action, LedgerCommand Command);

    private sealed record BulkResult(string Action, CommandOutcome? Outcome, Refusal? Refusal);
}
