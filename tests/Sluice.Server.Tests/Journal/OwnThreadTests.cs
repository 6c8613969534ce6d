using System.Globalization;
using Sluice.Server.Journal;

namespace Sluice.Server.Tests.Journal;

public sealed class OwnThreadTests
{
    private const int CapSysNice = 23;
    private const int NiceLimit = 30;

    [Fact]
    public async Task Goes_before_others_where_the_process_may_say_so()
    {
        var nice = 0L;
        await OwnThread.Start("sluice-test", () => nice = NiceOfThisThread());

        Assert.Equal(await MayRaiseAsync() ? -10 : 0, nice);
    }

    [Fact]
    public async Task What_it_starts_goes_before_nobody()
    {
        // As the thread pool does for whoever has work for it.
        var nice = -1L;
        await OwnThread.Start("sluice-test", () =>
        {
            var started = new Thread(() => nice = NiceOfThisThread());
            started.Start();
            started.Join();
        });

        Assert.Equal(0, nice);
    }

    [Fact]
    public async Task Starts_as_many_as_it_is_told_to()
    {
        var started = 0;
        await OwnThread.Start(3, "sluice-test", () => Interlocked.Increment(ref started));

        Assert.Equal(3, started);
    }

    // The name, which may hold spaces, ends with a parenthesis; the nice value is the 17th field after it (proc(5)).
    private static long NiceOfThisThread() =>
        long.Parse(File.ReadAllText("/proc/thread-self/stat").Split(") ")[^1].Split(' ')[16], CultureInfo.InvariantCulture);

    private static async Task<bool> MayRaiseAsync()
    {
        var capabilities = (await File.ReadAllLinesAsync("/proc/self/status", TestContext.Current.CancellationToken))
            .Single(line => line.StartsWith("CapEff:", StringComparison.Ordinal)).Split('\t')[1];
        var limit = (await File.ReadAllLinesAsync("/proc/self/limits", TestContext.Current.CancellationToken))
            .Single(line => line.StartsWith("Max nice priority", StringComparison.Ordinal))
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)[3];
        return (Convert.ToUInt64(capabilities, 16) & (1UL << CapSysNice)) != 0
            || limit == "unlimited"
            || long.Parse(limit, CultureInfo.InvariantCulture) >= NiceLimit;
    }
}
