using System.Diagnostics;
using System.Globalization;

namespace Sluice.Bench;

/// <summary>CPU seconds spent so far, by this process, by those measured, and by the whole machine.</summary>
/// <param name="Client">Spent by this process, which makes the load.</param>
/// <param name="Server">Spent by the server.</param>
/// <param name="Sandbox">Spent by the sandbox; 0 without one.</param>
/// <param name="Machine">Spent on all cores by everybody; time stolen by the hypervisor counts.</param>
internal readonly record struct CpuUse(double Client, double Server, double Sandbox, double Machine)
{
    private const double TicksPerSecond = 100;

    /// <summary>The seconds that none of ours spent.</summary>
    public double Others => Math.Max(0, Machine - Client - Server - Sandbox);

    public static CpuUse Read(Process server, Process? sandbox)
    {
        using var self = Process.GetCurrentProcess();
        server.Refresh();
        sandbox?.Refresh();
        return new CpuUse(
            self.TotalProcessorTime.TotalSeconds,
            server.TotalProcessorTime.TotalSeconds,
            sandbox?.TotalProcessorTime.TotalSeconds ?? 0,
            MachineSeconds());
    }

    public static CpuUse operator -(CpuUse left, CpuUse right) =>
        new(left.Client - right.Client, left.Server - right.Server, left.Sandbox - right.Sandbox, left.Machine - right.Machine);

    /// <summary>The seconds spent on all cores by everybody since the machine started.</summary>
    internal static double MachineSeconds()
    {
        // cpu user nice system idle iowait irq softirq steal guest guest_nice; the guests' time is part of user and nice.
        var ticks = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries)[1..9]
            .Select(field => long.Parse(field, CultureInfo.InvariantCulture))
            .ToArray();
        return (ticks.Sum() - ticks[3] - ticks[4]) / TicksPerSecond;
    }
}
