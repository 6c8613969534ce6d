using System.Net.Http.Headers;
using System.Net.Sockets;
using Sluice.Engine;
using Sluice.Engine.Activities;

namespace Sluice.Server.Activities;

/// <summary>Makes attempts over HTTP against the stack, at most so many at a time.</summary>
public sealed class HttpActivityRunner : IActivityRunner, IDisposable
{
    /// <summary>How long one attempt may take, connecting included.</summary>
    public static readonly TimeSpan AttemptTimeout = TimeSpan.FromSeconds(60);

    /// <summary>Past this many waiting attempts the runner is saturated.</summary>
    public const int WaitingMax = 4_096;

    private readonly HttpClient _client;
    private readonly TimeProvider _clock;
    private readonly SemaphoreSlim _permits;
    private int _waiting;

    /// <summary>Makes a runner.</summary>
    /// <param name="client">A client whose base address is the stack's; the runner disposes it.</param>
    /// <param name="parallelMax">How many attempts may be out at a time.</param>
    /// <param name="clock">The clock, for the time limit and for dates in <c>Retry-After</c>.</param>
    public HttpActivityRunner(HttpClient client, int parallelMax, TimeProvider clock)
    {
        _client = client;
        _clock = clock;
        _permits = new SemaphoreSlim(parallelMax, parallelMax);
    }

    /// <summary>How many attempts wait for their turn.</summary>
    public int Waiting => Volatile.Read(ref _waiting);

    /// <inheritdoc />
    public bool Saturated => Waiting >= WaitingMax;

    /// <inheritdoc />
    public async Task<ActivityOutcome?> RunAsync(ActivityAttempt attempt)
    {
        Interlocked.Increment(ref _waiting);
        await _permits.WaitAsync().ConfigureAwait(false);
        Interlocked.Decrement(ref _waiting);
        try
        {
            return attempt.TryBegin() ? await SendAsync(attempt).ConfigureAwait(false) : null;
        }
        finally
        {
            _permits.Release();
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _client.Dispose();
        _permits.Dispose();
    }

    private async Task<ActivityOutcome> SendAsync(ActivityAttempt attempt)
    {
        var request = attempt.Request;
        using var timeout = new CancellationTokenSource(AttemptTimeout, _clock);
        try
        {
            using var message = StackRequests.Build(attempt);
            using var response = await _client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, timeout.Token)
                .ConfigureAwait(false);
            var body = await ReadBodyAsync(response.Content, timeout.Token).ConfigureAwait(false);
            return OutcomeClassification.Classify(
                request,
                new ServiceAnswer((int)response.StatusCode, body, RetryAfter(response.Headers.RetryAfter)),
                attempt.SentBefore);
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested)
        {
            return OutcomeClassification.NoAnswer(request, $"no answer within {AttemptTimeout.TotalSeconds} s");
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            return OutcomeClassification.NoAnswer(request, Reason(exception));
        }
        catch (ArgumentException exception)
        {
            return new ActivityOutcome.Failed(new Failure("INVALID_REQUEST", exception.Message, Retryable: false));
        }
    }

    /// <returns>Null when there is more than an activity may record.</returns>
    private static async Task<ReadOnlyMemory<byte>?> ReadBodyAsync(HttpContent content, CancellationToken cancellationToken)
    {
        if (content.Headers.ContentLength > Limits.ActivityOutputBytesMax)
        {
            return null;
        }

        using var stream = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        using var buffer = new MemoryStream((int)(content.Headers.ContentLength ?? 1_024));
        var chunk = new byte[4_096];
        int read;
        while ((read = await stream.ReadAsync(chunk, cancellationToken).ConfigureAwait(false)) > 0)
        {
            buffer.Write(chunk, 0, read);
            if (buffer.Length > Limits.ActivityOutputBytesMax)
            {
                return null;
            }
        }

        return buffer.GetBuffer().AsMemory(0, (int)buffer.Length);
    }

    private TimeSpan? RetryAfter(RetryConditionHeaderValue? header) =>
        header?.Delta ?? (header?.Date is { } date && date > _clock.GetUtcNow() ? date - _clock.GetUtcNow() : null);

    /// <summary>The cause in a few words: the message of the innermost error, which names no address of ours.</summary>
    private static string Reason(Exception exception) => exception.GetBaseException() switch
    {
        SocketException socket => socket.SocketErrorCode switch
        {
            SocketError.ConnectionRefused => "connection refused",
            SocketError.ConnectionReset => "connection reset",
            SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain => "host not found",
            var code => code.ToString(),
        },
        HttpIOException io => $"the connection broke ({io.HttpRequestError})",
        HttpRequestException request => $"the connection broke ({request.HttpRequestError})",
        _ => "the connection broke",
    };
}
