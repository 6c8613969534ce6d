using System.Text;
using System.Text.Json;

namespace Sluice.Testing;

/// <summary>
/// Sends one JSON request and says exactly what is known of it afterwards. It never retries: whether to is the point of the test.
/// </summary>
/// <param name="patience">How long an answer may take; half a minute by default.</param>
/// <param name="heard">Called with what came of each request; null when nobody asks.</param>
public sealed class JsonOverHttp(TimeSpan? patience = null, Action<Answer>? heard = null) : IDisposable
{
    private static readonly TimeSpan PatienceByDefault = TimeSpan.FromSeconds(30);

    private readonly HttpClient _http = new(new SocketsHttpHandler { UseCookies = false, UseProxy = false })
    {
        Timeout = patience ?? PatienceByDefault,
    };

    /// <summary>Sends a request.</summary>
    /// <param name="method">The method.</param>
    /// <param name="address">The whole address.</param>
    /// <param name="body">The JSON to send; null for none.</param>
    /// <param name="idempotencyKey">The <c>Idempotency-Key</c>; null for none.</param>
    /// <param name="cancellationToken">Gives up.</param>
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

        var answer = await SendAsync(request, cancellationToken);
        heard?.Invoke(answer);
        return answer;
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

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private async Task<Answer> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
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
}
