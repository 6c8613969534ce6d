using System.Runtime.InteropServices;

namespace Sluice.Server.Journal;

/// <summary>
/// Threads that block for a store. On the thread pool their work would wait in its queue behind all that an overload brings, and
/// the pool would grow for what blocks.
/// </summary>
/// <remarks>
/// Everything that is accepted passes through these few threads. On a busy processor each thread gets the same share, and an
/// overload keeps many others busy with refusals; so these go before them, where the system lets the process say so: on Linux
/// that takes CAP_SYS_NICE or a limit on nice values (RLIMIT_NICE) of 30.
/// </remarks>
internal static partial class OwnThread
{
    /// <summary>The nice value on Linux, of which each step is worth a quarter more of the processor; others have 0.</summary>
    private const int Nice = -10;

    private const int OfThread = 0;
    private const int Itself = 0;

    /// <summary>SCHED_OTHER with SCHED_RESET_ON_FORK; see sched(7).</summary>
    private const int OrdinaryAndNotInherited = 0x4000_0000;

    /// <summary>Starts some, which do not keep the process alive.</summary>
    /// <param name="count">How many.</param>
    /// <param name="name">What they are called in the system's lists, of which Linux keeps 15 characters.</param>
    /// <param name="run">What each does; it throws nothing.</param>
    /// <returns>Completes when all have ended.</returns>
    public static Task Start(int count, string name, Action run) =>
        Task.WhenAll(Enumerable.Range(0, count).Select(_ => Start(name, run)));

    /// <summary>Starts one, which does not keep the process alive.</summary>
    /// <param name="name">What it is called in the system's lists, of which Linux keeps 15 characters.</param>
    /// <param name="run">What it does; it throws nothing.</param>
    /// <returns>Completes when it has ended.</returns>
    public static Task Start(string name, Action run)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() =>
        {
            if (OperatingSystem.IsLinux())
            {
                GoFirst();
            }

            run();
            ended.SetResult();
        });
        thread.Name = name;
        thread.IsBackground = true;
        thread.Priority = ThreadPriority.AboveNormal;
        thread.Start();
        return ended.Task;
    }

    // The runtime's priorities have no effect on Linux. Without the right this does nothing.
    private static void GoFirst()
    {
        // A thread inherits the nice value of the one that starts it, and the pool's are started by whoever has work for them.
        if (SetScheduler(Itself, OrdinaryAndNotInherited, 0) == 0)
        {
            _ = SetPriority(OfThread, Itself, Nice);
        }
    }

    [LibraryImport("libc", EntryPoint = "sched_setscheduler")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetScheduler(int thread, int policy, in int priority);

    [LibraryImport("libc", EntryPoint = "setpriority")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetPriority(int which, int who, int nice);
}
