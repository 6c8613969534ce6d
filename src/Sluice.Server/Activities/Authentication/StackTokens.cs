using System.Net;
using System.Text.Json;
using Sluice.Engine.Activities;

namespace Sluice.Server.Activities.Authentication;

/// <summary>
/// Gets access tokens from the stack's auth service and keeps the last one until shortly before it expires. However many ask at a
/// time, one request is under way. Thread-safe.
/// </summary>
/// <param name="client">A client whose base address is the stack's; it is disposed along.</param>
/// <param name="credentials">Who asks.</param>
/// <param name="clock">Tells when a token expires, and limits each request.</param>
public sealed class StackTokens(HttpClient client, StackCredentials credentials, TimeProvider clock) : IDisposable
{
    /// <summary>How long before its expiry a token is no longer used, so that it does not expire on its way.</summary>
    public static readonly TimeSpan ExpiryMargin = TimeSpan.FromSeconds(10);

    /// <summary>How long the auth service may take.</summary>
    public static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(15);

    private const int AnswerBytesMax = 64 * 1024;

    /// <summary>For a server that does not say how long its tokens live.</summary>
    private const double SecondsByDefault = 60;

    private readonly Lock _lock = new();
    private Issued? _issued;
    private Task<Issued>? _underWay;
    private TokenRequestStyle _style = TokenRequestStyle.Basic;

    /// <summary>A token that can be used now.</summary>
    /// <exception cref="StackTokenException">There is none.</exception>
    /// <exception cref="OperationCanceledException">The caller did not wait for it.</exception>
    public async Task<string> GetAsync(CancellationToken cancellationToken)
    {
        Task<Issued> pending;
        lock (_lock)
        {
            if (_issued is { } issued && clock.GetUtcNow() < issued.UsableUntil)
            {
                return issued.Token;
            }

            pending = _underWay ??= RequestAsync();
        }

        return (await pending.WaitAsync(cancellationToken).ConfigureAwait(false)).Token;
    }

    /// <summary>Forgets a token that a service rejected. One that has been issued since stays.</summary>
    public void Drop(string token)
    {
        lock (_lock)
        {
            _issued = _issued?.Token == token ? null : _issued;
        }
    }

    /// <inheritdoc />
    public void Dispose() => client.Dispose();

    private async Task<Issued> RequestAsync()
    {
        // Off the caller's stack: what follows must not run while the caller holds the lock.
        await Task.Yield();
        Issued? issued = null;
        try
        {
            return issued = await AskAsync().ConfigureAwait(false);
        }
        finally
        {
            lock (_lock)
            {
                _issued = issued;
                _underWay = null;
            }
        }
    }

    private async Task<Issued> AskAsync()
    {
        using var timeout = new CancellationTokenSource(RequestTimeout, clock);
        try
        {
            var other = _style == TokenRequestStyle.Basic ? TokenRequestStyle.Form : TokenRequestStyle.Basic;
            var answer = await SendAsync(_style, timeout.Token).ConfigureAwait(false);
            if (answer.IsRejection)
            {
                answer = await SendAsync(other, timeout.Token).ConfigureAwait(false);
                _style = answer.IsRejection ? _style : other;
            }

            return answer.Status == HttpStatusCode.OK ? Read(answer.Json) : throw new StackTokenException(answer.Problem);
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested)
        {
            throw new StackTokenException($"no answer within {RequestTimeout.TotalSeconds} s");
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            throw new StackTokenException(BrokenCall.Reason(exception));
        }
        catch (Exception exception) when (exception is InvalidDataException or InvalidOperationException)
        {
            throw new StackTokenException("the answer could not be decoded");
        }
    }

    private async Task<Answer> SendAsync(TokenRequestStyle style, CancellationToken cancellationToken)
    {
        using var message = TokenRequests.Build(credentials, style);
        using var response = await client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        var body = await BoundedBody.ReadAsync(response.Content, AnswerBytesMax, cancellationToken).ConfigureAwait(false);
        return new Answer(response.StatusCode, Parse(body.GetValueOrDefault()));
    }

    private Issued Read(JsonElement? json)
    {
        // What is no plain text would break the header it is to be sent in.
        if (StackAnswers.Text(json, "access_token") is not { Length: > 0 } token || token.Any(c => c is <= ' ' or > '~'))
        {
            throw new StackTokenException("the answer holds no usable access_token");
        }

        var seconds = StackAnswers.Member(json, "expires_in") is { ValueKind: JsonValueKind.Number } number && number.TryGetDouble(out var given)
            ? Math.Clamp(given, 0, TimeSpan.FromDays(365).TotalSeconds)
            : SecondsByDefault;
        return new Issued(token, clock.GetUtcNow() + TimeSpan.FromSeconds(seconds) - ExpiryMargin);
    }

    private static JsonElement? Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private sealed record Issued(string Token, DateTimeOffset UsableUntil);

    private sealed record Answer(HttpStatusCode Status, JsonElement? Json)
    {
        /// <summary>Whether the credentials were not accepted the way they were sent.</summary>
        public bool IsRejection => Status is HttpStatusCode.Unauthorized or HttpStatusCode.BadRequest;

        /// <summary>The status, and the error if it is one of OAuth's words: any other text might repeat what was sent.</summary>
        public string Problem => StackAnswers.Text(Json, "error") is { Length: > 0 and <= 40 } error && error.All(c => c is (>= 'a' and <= 'z') or '_')
            ? $"status {(int)Status}, {error}"
            : $"status {(int)Status}";
    }
}
