using System.Text.Json;

namespace Sluice.Engine.Activities;

/// <summary>The connector that a provider's name stands for. Exactly one of the two is set.</summary>
/// <param name="Id">The connector's id.</param>
/// <param name="Problem">Why no connector can be chosen.</param>
public sealed record ConnectorChoice(string? Id, string? Problem)
{
    /// <summary>Chooses the only connector of a provider.</summary>
    /// <param name="answer">The payments service's list of connectors, with or without a cursor around it.</param>
    /// <param name="psp">The provider's name; case and dashes do not count.</param>
    public static ConnectorChoice Of(JsonElement? answer, string psp)
    {
        var name = Plain(psp);
        var connectors = Connectors(answer).Where(connector => Plain(StackAnswers.Text(connector, "provider") ?? "") == name)
            .Select(connector => StackAnswers.Text(connector, "connectorID"))
            .OfType<string>()
            .Take(2)
            .ToList();
        return connectors switch
        {
            [var only] => new(only, null),
            [] => new(null, $"no installed connector for psp '{psp}'"),
            _ => new(null, $"several connectors for psp '{psp}', set connectorId"),
        };
    }

    private static IEnumerable<JsonElement> Connectors(JsonElement? answer) =>
        (StackAnswers.Member(answer, "data") ?? StackAnswers.Member(answer, "cursor", "data")) is { ValueKind: JsonValueKind.Array } list
            ? list.EnumerateArray().Where(connector => StackAnswers.Member(connector, "enabled") is not { ValueKind: JsonValueKind.False })
            : [];

    private static string Plain(string provider) => provider.Replace("-", "", StringComparison.Ordinal).ToUpperInvariant();
}
