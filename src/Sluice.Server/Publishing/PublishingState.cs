using Microsoft.Extensions.Logging;

namespace Sluice.Server.Publishing;

/// <summary>How all logs together fare with the bus: one warning when the first is held up, one line when the last goes on.</summary>
public sealed partial class PublishingState(ILogger<PublishingState> logger)
{
    private readonly Lock _gate = new();
    private int _heldUp;
    private string? _lastError;

    /// <summary>Why the bus did not take what was offered last; null when no log is held up.</summary>
    public string? Error
    {
        get
        {
            lock (_gate)
            {
                return _heldUp > 0 ? _lastError : null;
            }
        }
    }

    /// <summary>A log is held up.</summary>
    /// <param name="exception">Why.</param>
    /// <param name="first">Whether it went on until now.</param>
    public void OnFailed(Exception exception, bool first)
    {
        lock (_gate)
        {
            _lastError = exception.Message;
            if (first && _heldUp++ == 0)
            {
                LogHeldUp(exception);
            }
        }
    }

    /// <summary>A log that was held up goes on.</summary>
    public void OnRecovered()
    {
        lock (_gate)
        {
            if (--_heldUp == 0)
            {
                LogGoesOn();
            }
        }
    }

    /// <summary>A log is left to others.</summary>
    /// <param name="heldUp">Whether it was held up.</param>
    public void OnClosed(bool heldUp)
    {
        if (heldUp)
        {
            lock (_gate)
            {
                _heldUp--;
            }
        }
    }

    [LoggerMessage(EventId = 810, Level = LogLevel.Warning, Message = "Publishing is held up; events wait in the journal until the bus takes them")]
    private partial void LogHeldUp(Exception exception);

    [LoggerMessage(EventId = 811, Level = LogLevel.Information, Message = "Publishing goes on")]
    private partial void LogGoesOn();
}
