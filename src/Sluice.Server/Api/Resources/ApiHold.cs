using System.Text.Json;
using System.Text.Json.Serialization;
using Sluice.Engine.Activities;

namespace Sluice.Server.Api.Resources;

/// <summary>A hold as the wallets service answered it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="WalletId">The wallet whose money it sets aside.</param>
/// <param name="Metadata">Its metadata.</param>
/// <param name="Description">A text for people.</param>
/// <param name="Destination">Where the money goes when it is confirmed.</param>
internal sealed record ApiHold(
    string Id,
    [property: JsonPropertyName("walletID")] string WalletId,
    IReadOnlyDictionary<string, string> Metadata,
    string Description,
    WalletSubject? Destination)
{
    /// <returns>Null when it has no id.</returns>
    public static ApiHold? Of(JsonElement? data) => data.TextOf("id") is { Length: > 0 } id
        ? new ApiHold(id, data.TextOf("walletID"), data.MetadataOf(), data.TextOf("description"), SubjectOf(StackAnswers.Member(data, "destination")))
        : null;

    private static WalletSubject? SubjectOf(JsonElement? subject) => (subject.TextOf("type"), subject.TextOf("identifier")) switch
    {
        ("ACCOUNT", { Length: > 0 } address) => WalletSubject.Account(address),
        ("WALLET", { Length: > 0 } wallet) => new WalletSubject("WALLET", wallet, StackAnswers.Text(subject, "balance")),
        _ => null,
    };
}
