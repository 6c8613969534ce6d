using System.Text;
using System.Text.Json;

namespace Sluice.EndToEnd.Tests.Crash;

/// <summary>
/// Sends one JSON request and says exactly what is known of it afterwards. It never retries: whether to is the point of the test.
/// </summary>
internal sealed class JsonOverHttp : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly HttpClient _http = new(new SocketsHttpHandler { UseCookies = false, UseProxy = false }) { Timeout = Patience };

    public async Task<Answer> SendAsync(
        HttpMethod method, Uri address, string? body, string? idempotencyKey, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, address);
        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        }

        if (idempotencyKey is not null)
        {
            request.Headers.Add("Idempotency-Key", idempotencyKey);
        }

        try
        {
            using var response = await _http.SendAsync(request, cancellationToken);
            var text = await response.Content.ReadAsByteArrayAsync(cancellationToken);
            return new Answer.Received((int)response.StatusCode, text.Length == 0 ? default : JsonElement.Parse(text));
        }
        catch (HttpRequestException failure) when (failure.HttpRequestError == HttpRequestError.ConnectionError)
        {
            return new Answer.NotSent();
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException)
        {
            return new Answer.Lost();
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new Answer.Lost();
        }
    }

    /// <summary>Reads a resource that must be there; for use when nothing is being killed.</summary>
    /// <exception cref="InvalidOperationException">The answer was not 200.</exception>
    public async Task<JsonElement> GetAsync(Uri address, CancellationToken cancellationToken) =>
        await SendAsync(HttpMethod.Get, address, null, null, cancellationToken) switch
        {
            Answer.Received { Status: 200 } answer => answer.Body,
            var other => throw new InvalidOperationException($"GET {address} gave {other}"),
        };

    /// <summary>Reads every item of a cursor-paged list; for use when nothing is being killed.</summary>
    public async IAsyncEnumerable<JsonElement> ListAsync(
        Uri address, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var page = address;
        while (true)
        {
            var cursor = (await GetAsync(page, cancellationToken)).GetProperty("cursor");
            foreach (var item in cursor.GetProperty("data").EnumerateArray())
            {
                yield return item;
            }

            if (!cursor.GetProperty("hasMore").GetBoolean())
            {
                yield break;
            }

            page = new Uri(address, $"?cursor={Uri.EscapeDataString(cursor.GetProperty("next").GetString()!)}");
        }
    }

    public void Dispose() => _http.Dispose();
}
