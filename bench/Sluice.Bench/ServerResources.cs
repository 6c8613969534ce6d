using System.Net.Http.Json;
using System.Text.Json;

namespace Sluice.Bench;

/// <summary>Creates what a load needs in a server: workflows and triggers.</summary>
internal static class ServerResources
{
    /// <returns>The id of what was created.</returns>
    public static async Task<string> CreateAsync(HttpClient http, Uri server, string path, string body, CancellationToken cancellationToken)
    {
        using var content = new StringContent(body, null, "application/json");
        using var created = await http.PostAsync(new Uri(server, path), content, cancellationToken);
        var answer = await created.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>(cancellationToken);
        return answer.GetProperty("data").GetProperty("id").GetString()!;
    }
}
