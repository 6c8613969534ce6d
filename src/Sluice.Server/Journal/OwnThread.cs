namespace Sluice.Server.Journal;

/// <summary>
/// Threads that block for a store. On the thread pool their work would wait in its queue behind all that an overload brings, and
/// the pool would grow for what blocks.
/// </summary>
internal static class OwnThread
{
    /// <summary>Starts one, which does not keep the process alive.</summary>
    /// <param name="name">What it is called in the system's lists, of which Linux keeps 15 characters.</param>
    /// <param name="run">What it does; it throws nothing.</param>
    /// <returns>Completes when it has ended.</returns>
    public static Task Start(string name, Action run)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() =>
        {
            run();
            ended.SetResult();
        });
        thread.Name = name;
        thread.IsBackground = true;
        thread.Start();
        return ended.Task;
    }
}
