using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Sluice.Testing;

namespace Sluice.Bench;

/// <summary>The machine the figures are from.</summary>
/// <param name="Cpu">The processor's name.</param>
/// <param name="Cores">The logical processors usable.</param>
/// <param name="MemoryGiB">The memory.</param>
/// <param name="System">The operating system's name.</param>
/// <param name="Runtime">The .NET runtime.</param>
/// <param name="FlushesPerSecond">Appends of 4 KiB to a file below the temporary directory, each followed by fdatasync, per second.</param>
internal sealed partial record Machine(string Cpu, int Cores, double MemoryGiB, string System, string Runtime, double FlushesPerSecond)
{
    private static readonly TimeSpan FlushFor = TimeSpan.FromSeconds(2);

    public static Machine Describe() => new(
        File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim()
            ?? RuntimeInformation.ProcessArchitecture.ToString(),
        Environment.ProcessorCount,
        GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (double)(1L << 30),
        RuntimeInformation.OSDescription,
        RuntimeInformation.FrameworkDescription,
        MeasureFlushes(FlushFor));

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Cores} × {Cpu}, {MemoryGiB:F0} GiB, {System}, {Runtime}; {FlushesPerSecond:F0} fdatasync of a 4 KiB append per second");

    /// <summary>Appends 4 KiB at a time to a file below the temporary directory, each followed by fdatasync.</summary>
    /// <returns>How often per second.</returns>
    internal static double MeasureFlushes(TimeSpan duration)
    {
        using var directory = new TemporaryDirectory();
        using var file = File.OpenHandle(directory.Entry("appends"), FileMode.CreateNew, FileAccess.Write);
        var block = new byte[4 * 1024];
        var clock = TimeProvider.System;
        var began = clock.GetTimestamp();
        var flushes = 0;
        while (clock.GetElapsedTime(began) < duration)
        {
            RandomAccess.Write(file, block, (long)flushes * block.Length);
            if (DataSync(file) != 0)
            {
                throw new IOException($"fdatasync failed with error {Marshal.GetLastPInvokeError()}.");
            }

            flushes++;
        }

        return flushes / clock.GetElapsedTime(began).TotalSeconds;
    }

    [LibraryImport("libc", EntryPoint = "fdatasync", SetLastError = true)]
    private static partial int DataSync(SafeFileHandle file);
}
