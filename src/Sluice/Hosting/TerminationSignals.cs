using System.Runtime.InteropServices;

namespace Sluice.Hosting;

/// <summary>Turns the first SIGINT or SIGTERM into a request to stop, and a second one into an exit at once.</summary>
internal sealed class TerminationSignals : IDisposable
{
    private readonly CancellationTokenSource _requested = new();
    private readonly PosixSignalRegistration[] _registrations;
    private int _received;

    public TerminationSignals() => _registrations =
    [
        PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Handle(context, ExitCodes.Interrupted)),
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Handle(context, 128 + 15)),
    ];

    /// <summary>Canceled by the first signal.</summary>
    public CancellationToken Requested => _requested.Token;

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var registration in _registrations)
        {
            registration.Dispose();
        }

        _requested.Dispose();
    }

    private void Handle(PosixSignalContext context, int exitCode)
    {
        context.Cancel = true;
        // Counted, because signals that come close together are handled at the same time.
        if (Interlocked.Increment(ref _received) > 1)
        {
            Environment.Exit(exitCode);
        }

        _requested.Cancel();
    }
}
