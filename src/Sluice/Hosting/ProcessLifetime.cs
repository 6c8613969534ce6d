namespace Sluice.Hosting;

/// <summary>Leaves signals to the command, which knows what to do before it stops.</summary>
internal sealed class ProcessLifetime : IHostLifetime
{
    /// <inheritdoc />
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
