namespace Sluice.Server.Triggers;

/// <summary>
/// Something that is done one run at a time, and for everybody who waits: who comes while one is under way gets the result of the
/// next, which begins after he came.
/// </summary>
/// <param name="run">What is done.</param>
internal sealed class SharedRuns<T>(Func<Task<T>> run)
{
    private readonly Lock _gate = new();
    private Task _running = Task.CompletedTask;
    private Task<T>? _next;

    /// <summary>Waits for a run that has not begun yet.</summary>
    public Task<T> NextAsync()
    {
        lock (_gate)
        {
            return _next ??= RunAfterAsync(_running);
        }
    }

    private async Task<T> RunAfterAsync(Task previous)
    {
        // Also when nothing is under way: whoever asked is to have this task in the field before it begins.
        await previous.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
        lock (_gate)
        {
            _running = _next!;
            _next = null;
        }

        return await run();
    }
}
