using System.Globalization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Sluice.Server.Activities;

/// <summary>
/// Keeps attempts from a service that answers nobody. It opens after several attempts in a row that got no answer or a server
/// error, and lets one attempt through every now and then to find out whether the service is back. Thread-safe.
/// </summary>
/// <param name="service">The service, as reasons name it.</param>
/// <param name="clock">Tells when the next attempt may find out.</param>
/// <param name="logger">Hears when it opens and closes; null for nobody.</param>
public sealed partial class ServiceCircuit(string service, TimeProvider clock, ILogger? logger = null)
{
    /// <summary>How many attempts in a row must fail before further ones are kept back.</summary>
    public const int FailuresMax = 10;

    private static readonly TimeSpan OpenAtFirst = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan OpenAtMost = TimeSpan.FromSeconds(10);

    private readonly ILogger _logger = logger ?? NullLogger.Instance;
    private readonly Lock _lock = new();
    private int _failures;
    private DateTimeOffset _failingSince;
    private string _lastFailure = "";
    private TimeSpan _openFor;
    private DateTimeOffset? _openUntil;
    private bool _probing;

    /// <summary>Whether an attempt would be kept back now.</summary>
    /// <returns>The reason; null when <see cref="TryEnter"/> may let it through.</returns>
    public string? WhyPaused()
    {
        lock (_lock)
        {
            return _openUntil is { } until && (_probing || clock.GetUtcNow() < until) ? Reason() : null;
        }
    }

    /// <summary>Asks to send. Who is let through reports on the pass and disposes it.</summary>
    /// <param name="reason">Why not; empty when let through.</param>
    /// <returns>Null when the attempt is kept back.</returns>
    public CircuitPass? TryEnter(out string reason)
    {
        lock (_lock)
        {
            reason = "";
            if (_openUntil is not { } until)
            {
                return new CircuitPass(this, isProbe: false);
            }

            if (_probing || clock.GetUtcNow() < until)
            {
                reason = Reason();
                return null;
            }

            _probing = true;
            return new CircuitPass(this, isProbe: true);
        }
    }

    internal void Answered()
    {
        lock (_lock)
        {
            if (_openUntil is not null)
            {
                LogClosed(service, _failingSince);
            }

            // Even one that left before the circuit opened shows that the service is there.
            (_failures, _openUntil) = (0, null);
        }
    }

    internal void Failed(string how, bool isProbe)
    {
        lock (_lock)
        {
            if (_openUntil is not null)
            {
                if (isProbe)
                {
                    _lastFailure = how;
                    Open(_openFor * 2);
                }

                // Others left before the circuit opened, and tell nothing new.
                return;
            }

            if (_failures == 0)
            {
                _failingSince = clock.GetUtcNow();
            }

            _lastFailure = how;
            if (++_failures >= FailuresMax)
            {
                Open(OpenAtFirst);
                LogOpened(Reason());
            }
        }
    }

    internal void ProbeEnded()
    {
        lock (_lock)
        {
            _probing = false;
        }
    }

    private void Open(TimeSpan span)
    {
        _openFor = span < OpenAtMost ? span : OpenAtMost;
        _openUntil = clock.GetUtcNow() + _openFor;
    }

    [LoggerMessage(EventId = 400, Level = LogLevel.Warning, Message = "{Reason}")]
    private partial void LogOpened(string reason);

    [LoggerMessage(EventId = 401, Level = LogLevel.Warning, Message = "{Service} answers again, after failing since {Since}")]
    private partial void LogClosed(string service, DateTimeOffset since);

    private string Reason() => string.Create(
        CultureInfo.InvariantCulture, $"{service} has been failing since {_failingSince.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}: {_lastFailure}; calls are paused");
}
