using System.Net.Http.Headers;
using System.Text.Json;

namespace Sluice.Server.Publishing;

/// <summary>Publishes by one POST per message. Any answer of the 200s is an acknowledgement, and nothing else is.</summary>
internal sealed class HttpTransport : IEventTransport
{
    private static readonly TimeSpan AtMost = TimeSpan.FromSeconds(10);

    private static readonly string Metadata =
        JsonSerializer.Serialize(new Dictionary<string, string> { ["otel-context"] = PublishedMessage.TraceContext });

    private readonly Uri _address;
    private readonly TimeProvider _clock;
    private readonly HttpClient _client;

    public HttpTransport(Uri address, TimeProvider clock)
    {
        (_address, _clock) = (address, clock);
        _client = new HttpClient(new SocketsHttpHandler
        {
            // A proxy for the outside knows no way back to this machine.
            UseProxy = !address.IsLoopback,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            AllowAutoRedirect = false,
            UseCookies = false,
            ActivityHeadersPropagator = null,
        })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    public async Task PublishAsync(PublishedMessage message, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(AtMost, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        using var request = new HttpRequestMessage(HttpMethod.Post, _address) { Content = new ReadOnlyMemoryContent(message.Body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Add("Message-Uuid", message.Id.ToString());
        request.Headers.Add("Message-Metadata", Metadata);
        try
        {
            using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            if (!response.IsSuccessStatusCode)
            {
                throw new PublishFailedException($"the receiver of events answered {(int)response.StatusCode}");
            }
        }
        catch (HttpRequestException exception)
        {
            throw new PublishFailedException($"the receiver of events could not be reached: {exception.Message}", exception);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new PublishFailedException($"the receiver of events gave no answer within {AtMost.TotalSeconds} s", exception);
        }
    }

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return ValueTask.CompletedTask;
    }
}
