using Microsoft.Win32.SafeHandles;

namespace Sluice.Evaluations;

/// <summary>Standard output as a stream that fails when nobody reads it any more.</summary>
internal static class StandardOutput
{
    private const int Descriptor = 1;

    /// <summary>Writes to it.</summary>
    /// <exception cref="CommandException">It cannot be written to.</exception>
    public static async Task WriteAsync(Func<Stream, Task> write)
    {
        try
        {
            await using var stream = Open();
            await write(stream);
        }
        catch (UnauthorizedAccessException problem)
        {
            // So .NET calls a descriptor that is not open.
            throw CommandException.Failed("cannot write to standard output: it is closed", problem);
        }
        catch (Exception problem) when (problem is IOException or ArgumentException or NotSupportedException)
        {
            throw CommandException.Failed($"cannot write to standard output: {problem.Message}", problem);
        }
    }

    // The console's stream takes a broken pipe for success. A file is left to it: both keep to the position that others share.
    private static Stream Open()
    {
        if (OperatingSystem.IsWindows())
        {
            return Console.OpenStandardOutput();
        }

        using var probe = new FileStream(new SafeFileHandle(Descriptor, ownsHandle: false), FileAccess.Write, bufferSize: 0);
        return probe.CanSeek
            ? Console.OpenStandardOutput()
            : new FileStream(new SafeFileHandle(Descriptor, ownsHandle: false), FileAccess.Write, bufferSize: 0);
    }
}
