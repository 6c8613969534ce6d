using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Sluice.Client;

/// <summary>Sends requests to one service of a stack and reads its answers and its errors.</summary>
internal sealed class ApiConnection(HttpClient http, string prefix)
{
    private static readonly MediaTypeWithQualityHeaderValue JsonMedia = new("application/json");

    private const string ServicePrefix = "/api/orchestration/";

    private readonly Uri _root = new(RootOf(http), prefix);

    /// <summary>A path segment, percent-encoded except for the colons that ledger addresses are made of.</summary>
    public static string Segment(string value) => Uri.EscapeDataString(value).Replace("%3A", ":", StringComparison.Ordinal);

    public static ByteArrayContent Json<T>(T body, JsonTypeInfo<T> type)
    {
        // A body of known length: some services ignore what arrives in chunks.
        var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body, type));
        content.Headers.ContentType = new("application/json");
        return content;
    }

    public HttpRequestMessage Request(HttpMethod method, string path)
    {
        var request = new HttpRequestMessage(method, new Uri(_root, path));
        request.Headers.Accept.Add(JsonMedia);
        return request;
    }

    public async Task<T> ReadAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        using var request = Request(HttpMethod.Get, path);
        return await SendAsync(request, type, cancellationToken);
    }

    public async Task<T> SendAsync<T>(HttpRequestMessage request, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        using var response = await SendCheckedAsync(request, cancellationToken);
        var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        try
        {
            return JsonSerializer.Deserialize(body, type)
                ?? throw new ApiException(response.StatusCode, "", $"{Name(request)} answered null");
        }
        catch (JsonException unexpected)
        {
            throw new ApiException(
                response.StatusCode, "", $"{Name(request)} answered something other than this API does: {unexpected.Message}", unexpected);
        }
    }

    public async Task SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var response = await SendCheckedAsync(request, cancellationToken);
    }

    private async Task<HttpResponseMessage> SendCheckedAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await http.SendAsync(request, cancellationToken);
        if (response.IsSuccessStatusCode)
        {
            return response;
        }

        using (response)
        {
            throw await RefusalAsync(request, response, cancellationToken);
        }
    }

    // Gateways answer in HTML, services sometimes with nothing: every error must still name its status.
    private static async Task<ApiException> RefusalAsync(
        HttpRequestMessage request, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        ErrorBody? error = null;
        try
        {
            var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
            error = JsonSerializer.Deserialize(body, ClientJson.Default.ErrorBody);
        }
        catch (JsonException)
        {
            // Not an error of this API; its status says what there is to say.
        }

        var message = error?.ErrorMessage is { Length: > 0 } text ? text : $"{Name(request)} answered {(int)response.StatusCode}";
        return new ApiException(response.StatusCode, error?.ErrorCode ?? "", message);
    }

    private static string Name(HttpRequestMessage request) => $"{request.Method} {request.RequestUri}";

    private static Uri RootOf(HttpClient http)
    {
        var address = http.BaseAddress
            ?? throw new ArgumentException("The HTTP client needs a base address: the stack's URL.", nameof(http));
        var root = address.AbsoluteUri.EndsWith('/') ? address.AbsoluteUri : address.AbsoluteUri + "/";
        // The address of the service behind a gateway is as good as the gateway's own.
        return new Uri(root.EndsWith(ServicePrefix, StringComparison.Ordinal) ? root[..^(ServicePrefix.Length - 1)] : root);
    }
}
