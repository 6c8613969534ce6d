using System.Globalization;
using System.Numerics;
using System.Text.Json;
using Sluice.Engine.Activities;
using Sluice.Engine.Json;

namespace Sluice.Server.Api.Resources;

/// <summary>Reads members of services' answers in the types that SDKs demand. What is not of its type counts as absent.</summary>
internal static class AnswerFields
{
    /// <summary>A text; empty when there is none.</summary>
    public static string TextOf(this JsonElement? json, string name) => StackAnswers.Text(json, name) ?? "";

    /// <summary>An instant. One without a zone is none: SDKs reject it.</summary>
    public static DateTimeOffset? InstantOf(this JsonElement? json, string name) =>
        StackAnswers.Text(json, name) is { } text
        && (text.EndsWith('Z') || text is [.., '+' or '-', _, _, ':', _, _])
        && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var instant)
            ? instant
            : null;

    /// <summary>An integer of any size.</summary>
    public static BigInteger? IntegerOf(this JsonElement? json, string name) =>
        StackAnswers.Member(json, name) is { ValueKind: JsonValueKind.Number } number
        && ExactInteger.ReadJsonNumber(number.GetRawText(), out var value) is null
            ? value
            : null;

    /// <summary>Metadata: values that are no texts are shown as their JSON.</summary>
    public static IReadOnlyDictionary<string, string> MetadataOf(this JsonElement? json) =>
        MembersOf(json, "metadata").ToDictionary(
            member => member.Name,
            member => member.Value.ValueKind == JsonValueKind.String
                ? StackAnswers.Text(StackAnswers.Member(json, "metadata"), member.Name) ?? ""
                : member.Value.GetRawText(),
            StringComparer.Ordinal);

    /// <summary>The members of an object; none when it is absent. Of members of one name the last counts.</summary>
    public static IEnumerable<JsonProperty> MembersOf(this JsonElement? json, string name) =>
        StackAnswers.Member(json, name) is { ValueKind: JsonValueKind.Object } value
            ? value.EnumerateObject().GroupBy(member => member.Name, StringComparer.Ordinal).Select(members => members.Last())
            : [];

    /// <summary>The items of an array; none when it is absent.</summary>
    public static IEnumerable<JsonElement> ItemsOf(this JsonElement? json, string name) =>
        StackAnswers.Member(json, name) is { ValueKind: JsonValueKind.Array } items ? items.EnumerateArray() : [];
}
