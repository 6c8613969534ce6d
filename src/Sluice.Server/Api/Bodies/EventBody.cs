using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Sluice.Engine;

namespace Sluice.Server.Api.Bodies;

/// <summary>A posted event: a JSON object of which only the name counts.</summary>
internal static class EventBody
{
    private const int DepthMax = 64;

    /// <summary>Reads the event's name.</summary>
    public static ValueTask<Parsed<string>> ReadAsync(HttpRequest request, CancellationToken cancellationToken) =>
        RequestBody.ReadAsync(request, Limits.EventBytesMax, Parse, cancellationToken);

    private static Parsed<string> Parse(ReadOnlySpan<byte> body)
    {
        if (JsonBody.ParseObject(body, DepthMax, out var json) is { } error)
        {
            return error;
        }

        if (!json.TryGetProperty("name", out var name) || name.ValueKind == JsonValueKind.Null)
        {
            return JsonBody.Error("name: missing event name");
        }

        if (name.ValueKind != JsonValueKind.String)
        {
            return JsonBody.Error($"name: expected a string but was {JsonBody.NameOf(name.ValueKind)}");
        }

        var text = name.GetString()!;
        return text.Length == 0 ? JsonBody.Error("name: missing event name") : Parsed<string>.Of(text);
    }
}
