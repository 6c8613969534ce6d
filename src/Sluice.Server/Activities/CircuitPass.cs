namespace Sluice.Server.Activities;

/// <summary>
/// The permission of one attempt to call a service. Its holder reports how the call ended, if it was made, and disposes the pass.
/// </summary>
public sealed class CircuitPass : IDisposable
{
    private readonly ServiceCircuit _circuit;

    internal CircuitPass(ServiceCircuit circuit, bool isProbe)
    {
        _circuit = circuit;
        IsProbe = isProbe;
    }

    /// <summary>Whether this attempt finds out for all others whether the service is back.</summary>
    public bool IsProbe { get; }

    /// <summary>The service answered; what, does not matter.</summary>
    public void Answered() => _circuit.Answered();

    /// <summary>The service did not answer, or failed.</summary>
    /// <param name="how">In a few words, such as <c>connection refused</c>.</param>
    public void Failed(string how) => _circuit.Failed(how, IsProbe);

    /// <summary>Lets the next attempt find out, if this one was to.</summary>
    public void Dispose()
    {
        if (IsProbe)
        {
            _circuit.ProbeEnded();
        }
    }
}
