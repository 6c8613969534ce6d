using System.Collections.Concurrent;
using System.Net.Http.Headers;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Sluice.Engine;
using Sluice.Engine.Activities;
using Sluice.Server.Activities.Authentication;

namespace Sluice.Server.Activities;

/// <summary>Makes attempts over HTTP against the stack, at most so many at a time, and none on a service that answers nobody.</summary>
public sealed class HttpActivityRunner : IActivityRunner, IDisposable
{
    /// <summary>How long one attempt may take, connecting included.</summary>
    public static readonly TimeSpan AttemptTimeout = TimeSpan.FromSeconds(60);

    /// <summary>Past this many waiting attempts the runner is saturated.</summary>
    public const int WaitingMax = 4_096;

    private readonly HttpClient _client;
    private readonly TimeProvider _clock;
    private readonly SemaphoreSlim _permits;
    private readonly ConcurrentDictionary<string, ServiceCircuit> _circuits = new(StringComparer.Ordinal);
    private readonly RecentConnectors _connectors;
    private readonly ILogger _logger;
    private int _waiting;

    /// <summary>Makes a runner.</summary>
    /// <param name="client">A client whose base address is the stack's; the runner disposes it.</param>
    /// <param name="parallelMax">How many attempts may be out at a time.</param>
    /// <param name="clock">The clock, for time limits and for dates in <c>Retry-After</c>.</param>
    /// <param name="logger">Hears of outages; null for nobody.</param>
    public HttpActivityRunner(HttpClient client, int parallelMax, TimeProvider clock, ILogger? logger = null)
    {
        _logger = logger ?? NullLogger.Instance;
        _client = client;
        _clock = clock;
        _permits = new SemaphoreSlim(parallelMax, parallelMax);
        _connectors = new RecentConnectors(clock);
    }

    /// <summary>How many attempts wait for their turn.</summary>
    public int Waiting => Volatile.Read(ref _waiting);

    /// <inheritdoc />
    public bool Saturated => Waiting >= WaitingMax;

    /// <inheritdoc />
    public async Task<ActivityOutcome?> RunAsync(ActivityAttempt attempt)
    {
        var circuit = _circuits.GetOrAdd(attempt.Request.Service, (service, clock) => new ServiceCircuit(service, clock, _logger), _clock);
        if (circuit.WhyPaused() is { } reason)
        {
            // Without waiting for a turn: the turns may all be taken by attempts that hang on that very service.
            return attempt.TryBegin() ? Paused(attempt, reason) : null;
        }

        Interlocked.Increment(ref _waiting);
        ActivityMetrics.OnWaiting();
        await _permits.WaitAsync().ConfigureAwait(false);
        Interlocked.Decrement(ref _waiting);
        ActivityMetrics.OnTurn();
        try
        {
            if (!attempt.TryBegin())
            {
                return null;
            }

            using var pass = circuit.TryEnter(out reason);
            if (pass is null)
            {
                return Paused(attempt, reason);
            }

            var outcome = await AnswerAsync(attempt, pass).ConfigureAwait(false);
            // Finding out for all others whether the service is back uses up no attempt of the one that does.
            return pass.IsProbe && outcome is ActivityOutcome.Failed && circuit.WhyPaused() is { } still
                ? new ActivityOutcome.Paused(still, Sent: true)
                : outcome;
        }
        finally
        {
            _permits.Release();
            ActivityMetrics.OnTurnOver();
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _client.Dispose();
        _permits.Dispose();
    }

    private async Task<ActivityOutcome> AnswerAsync(ActivityAttempt attempt, CircuitPass pass)
    {
        if (attempt.Request is not ListConnectors list)
        {
            return await SendAsync(attempt, pass).ConfigureAwait(false);
        }

        // A probe is there to find out about the service, which a list from memory would not.
        if (!pass.IsProbe && _connectors.For(list) is { } kept)
        {
            return new ActivityOutcome.Succeeded(kept);
        }

        var outcome = await SendAsync(attempt, pass).ConfigureAwait(false);
        if (outcome is ActivityOutcome.Succeeded { Output: { } answer })
        {
            _connectors.Keep(answer);
        }

        return outcome;
    }

    private static ActivityOutcome.Paused Paused(ActivityAttempt attempt, string reason)
    {
        ActivityMetrics.OnPaused(attempt.Request.Service);
        return new ActivityOutcome.Paused(reason);
    }

    private async Task<ActivityOutcome> SendAsync(ActivityAttempt attempt, CircuitPass pass)
    {
        var began = _clock.GetTimestamp();
        var outcome = await ExchangeAsync(attempt, pass).ConfigureAwait(false);
        ActivityMetrics.OnSent(attempt.Request.Service, outcome, _clock.GetElapsedTime(began));
        return outcome;
    }

    private async Task<ActivityOutcome> ExchangeAsync(ActivityAttempt attempt, CircuitPass pass)
    {
        using var timeout = new CancellationTokenSource(AttemptTimeout, _clock);
        try
        {
            using var message = StackRequests.Build(attempt);
            using var response = await _client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, timeout.Token)
                .ConfigureAwait(false);
            var body = await BoundedBody.ReadAsync(response.Content, Limits.ActivityOutputBytesMax, timeout.Token).ConfigureAwait(false);
            var answer = new ServiceAnswer(
                (int)response.StatusCode, body is { } json ? UnicodeText.Repair(json) : null, RetryAfter(response.Headers.RetryAfter));
            Report(pass, answer.Status);
            return OutcomeClassification.Classify(attempt.Request, answer, attempt.SentBefore);
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested)
        {
            return NoAnswer(attempt, pass, $"no answer within {AttemptTimeout.TotalSeconds} s");
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            return NoAnswer(attempt, pass, BrokenCall.Reason(exception));
        }
        catch (StackTokenException exception)
        {
            // As good as no answer: without a token the service cannot be reached.
            pass.Failed(exception.Message);
            return new ActivityOutcome.Failed(new Failure(Failure.NoToken, exception.Message, Retryable: true));
        }
        catch (FormatException exception)
        {
            return new ActivityOutcome.Failed(new Failure("INVALID_REQUEST", exception.Message, Retryable: false));
        }
        catch (Exception exception) when (exception is InvalidDataException or InvalidOperationException)
        {
            // What the decoders of compressed answers throw at broken ones.
            return NoAnswer(attempt, pass, "the answer could not be decoded");
        }
    }

    private static void Report(CircuitPass pass, int status)
    {
        if (status >= 500)
        {
            pass.Failed($"status {status}");
        }
        else
        {
            pass.Answered();
        }
    }

    private static ActivityOutcome NoAnswer(ActivityAttempt attempt, CircuitPass pass, string reason)
    {
        pass.Failed(reason);
        return OutcomeClassification.NoAnswer(attempt.Request, reason);
    }

    private TimeSpan? RetryAfter(RetryConditionHeaderValue? header) =>
        header?.Delta ?? (header?.Date is { } date && date > _clock.GetUtcNow() ? date - _clock.GetUtcNow() : null);
}
