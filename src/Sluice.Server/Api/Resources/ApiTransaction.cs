using System.Numerics;
using System.Text.Json;
using Sluice.Engine.Activities;
using Sluice.Server.Api.OpenApi;

namespace Sluice.Server.Api.Resources;

/// <summary>A transaction as a ledger answered it. Members are passed on as they came, so amounts and ids stay exact.</summary>
/// <param name="Id">Its id in the ledger.</param>
/// <param name="Txid">The same id, for readers that know it by this name.</param>
/// <param name="Metadata">Its metadata.</param>
/// <param name="Postings">The moves of money.</param>
/// <param name="Reference">Its reference.</param>
/// <param name="Reverted">Whether it has been reverted.</param>
/// <param name="Timestamp">Its effective time.</param>
internal sealed record ApiTransaction(
    [property: SchemaOf(typeof(BigInteger))] JsonElement Id,
    [property: SchemaOf(typeof(BigInteger))] JsonElement Txid,
    [property: SchemaOf(typeof(IReadOnlyDictionary<string, string>))] JsonElement Metadata,
    [property: SchemaOf(typeof(IReadOnlyList<Posting>))] JsonElement Postings,
    string? Reference,
    bool Reverted,
    [property: SchemaOf(typeof(DateTimeOffset))] JsonElement? Timestamp)
{
    private static readonly JsonElement EmptyObject = JsonElement.Parse("{}");
    private static readonly JsonElement EmptyArray = JsonElement.Parse("[]");

    /// <summary>Reads a ledger's answer, of any version: the transaction by itself or in a list, numbered as <c>id</c> or <c>txid</c>.</summary>
    /// <returns>Null when it holds no transaction.</returns>
    public static ApiTransaction? Of(JsonElement answer)
    {
        if (Member(answer, "data", JsonValueKind.Array) is { } list && list.GetArrayLength() > 0)
        {
            return OfData(list[0]);
        }

        return Member(answer, "data", JsonValueKind.Object) is { } data ? OfData(data) : null;
    }

    private static ApiTransaction? OfData(JsonElement data) =>
        (Member(data, "id", JsonValueKind.Number) ?? Member(data, "txid", JsonValueKind.Number)) is not { } id
            ? null
            : new ApiTransaction(
                id,
                id,
                Member(data, "metadata", JsonValueKind.Object) ?? EmptyObject,
                Member(data, "postings", JsonValueKind.Array) ?? EmptyArray,
                Member(data, "reference", JsonValueKind.String)?.GetString(),
                Member(data, "reverted", JsonValueKind.True) is not null,
                Member(data, "timestamp", JsonValueKind.String));

    private static JsonElement? Member(JsonElement json, string name, JsonValueKind kind) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var member) && member.ValueKind == kind ? member : null;
}
