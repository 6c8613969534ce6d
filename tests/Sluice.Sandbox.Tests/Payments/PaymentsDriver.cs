using System.Net;
using System.Text.Json;

namespace Sluice.Sandbox.Tests.Payments;

/// <summary>What tests of payments do over and over.</summary>
internal static class PaymentsDriver
{
    /// <summary>The connector that every sandbox has.</summary>
    public const string Connector =
        "eyJQcm92aWRlciI6ImR1bW15cGF5IiwiUmVmZXJlbmNlIjoiMDAwMDAwMDAtMDAwMC0wMDAwLTAwMDAtMDAwMDAwMDAwMDAxIn0";

    /// <summary>Its account <c>main</c>.</summary>
    public const string Main =
        "eyJDb25uZWN0b3JJRCI6eyJQcm92aWRlciI6ImR1bW15cGF5IiwiUmVmZXJlbmNlIjoiMDAwMDAwMDAtMDAwMC0wMDAwLTAwMDAtMDAwMDAwMDAwMDAxIn0sIlJlZmVyZW5jZSI6Im1haW4ifQ";

    /// <summary>Its account <c>bank</c>.</summary>
    public const string Bank =
        "eyJDb25uZWN0b3JJRCI6eyJQcm92aWRlciI6ImR1bW15cGF5IiwiUmVmZXJlbmNlIjoiMDAwMDAwMDAtMDAwMC0wMDAwLTAwMDAtMDAwMDAwMDAwMDAxIn0sIlJlZmVyZW5jZSI6ImJhbmsifQ";

    /// <summary>Base64url of an id's JSON, as a client would make it.</summary>
    public static string Id(string json) =>
        Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(json)).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    /// <summary>A body with these members in place of, or besides, those of <paramref name="template"/>; <c>null</c> leaves one out.</summary>
    public static string With(string template, params (string Name, string? Json)[] members)
    {
        var all = JsonElement.Parse(template).EnumerateObject().ToDictionary(member => member.Name, member => member.Value.GetRawText());
        foreach (var (name, json) in members)
        {
            all.Remove(name);
            if (json is not null)
            {
                all[name] = json;
            }
        }

        return $"{{{string.Join(',', all.Select(member => $"\"{member.Key}\":{member.Value}"))}}}";
    }

    public static string Account { get; } =
        $$$"""{"reference":"a-1","connectorID":"{{{Connector}}}","createdAt":"2024-05-01T10:00:00Z","type":"EXTERNAL","accountName":"Ann","defaultAsset":"EUR/2","metadata":{"k":"v"}}""";

    public static string Payment { get; } =
        $$$"""{"reference":"p-1","connectorID":"{{{Connector}}}","createdAt":"2024-05-01T10:00:00Z","type":"PAY-IN","amount":100,"asset":"USD/2","scheme":"visa","status":"SUCCEEDED","sourceAccountID":"{{{Bank}}}","destinationAccountID":"{{{Main}}}","metadata":{"k":"v"}}""";

    public static string Transfer { get; } =
        $$$"""{"reference":"t-1","connectorID":"{{{Connector}}}","type":"PAYOUT","amount":100,"asset":"USD/2","description":"rent","scheduledAt":"0001-01-01T00:00:00Z","sourceAccountID":"","destinationAccountID":"{{{Bank}}}","metadata":{"k":"v"},"validated":true}""";

    public static string Reversal { get; } = """{"reference":"r-1","description":"back","amount":100,"asset":"USD/2","metadata":{}}""";

    public static string Quote(string text) => JsonSerializer.Serialize(text);

    /// <summary>Asks for a transfer and gives its id.</summary>
    public static async Task<string> TransferAsync(this SandboxApp app, params (string Name, string? Json)[] members)
    {
        var answer = await app.PostAsync("/api/payments/transfer-initiations", With(Transfer, members));
        return answer.Require(HttpStatusCode.OK).Data.Text("id");
    }

    public static Task<Answer> InitiationAsync(this SandboxApp app, string id) => app.GetAsync($"/api/payments/transfer-initiations/{id}");

    /// <summary>Waits until a transfer has the status.</summary>
    public static async Task<JsonElement> InitiationAsync(this SandboxApp app, string id, string status) =>
        (await app.EventuallyAsync(
            $"/api/payments/transfer-initiations/{id}", answer => answer.Data.Text("status") == status)).Data;

    public static Task<Answer> ActAsync(this SandboxApp app, string id, string action, string? body = null) =>
        app.PostAsync($"/api/payments/transfer-initiations/{id}/{action}", body);

    public static string Text(this JsonElement element, string name) => element.GetProperty(name).GetString()!;

    /// <summary>The statuses that a transfer has had.</summary>
    public static IEnumerable<string> Statuses(this JsonElement initiation) =>
        initiation.GetProperty("relatedAdjustments").EnumerateArray().Select(adjustment => adjustment.Text("status"));

    public static async Task<IReadOnlyList<JsonElement>> PaymentsAsync(this SandboxApp app) =>
        [.. (await app.GetAsync("/api/payments/payments")).Require(HttpStatusCode.OK).Cursor.GetProperty("data").EnumerateArray()];
}
