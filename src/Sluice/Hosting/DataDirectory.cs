namespace Sluice.Hosting;

/// <summary>
/// The directory of a process's data. The service's store guards itself; the sandbox's is taken here, so that no two processes
/// write to one ledger, until this is disposed or the process dies.
/// </summary>
internal sealed class DataDirectory : IDisposable
{
    private readonly FileStream? _sandboxLock;

    private DataDirectory(string path, FileStream? sandboxLock)
    {
        Path = path;
        _sandboxLock = sandboxLock;
    }

    /// <summary>The directory's full path.</summary>
    public string Path { get; }

    /// <summary>Creates the directory where it is missing.</summary>
    /// <param name="path">The directory.</param>
    /// <param name="sandbox">Whether to take the sandbox's store in it.</param>
    /// <exception cref="CommandException">Another process has it, or it cannot be written to.</exception>
    public static DataDirectory Open(string path, bool sandbox)
    {
        try
        {
            var directory = Directory.CreateDirectory(path).FullName;
            return new DataDirectory(directory, sandbox ? Lock(System.IO.Path.Combine(directory, "sandbox.lock")) : null);
        }
        catch (IOException held) when (held.GetType() == typeof(IOException) && Directory.Exists(path))
        {
            // All that can fail in a directory that is there has an exception type of its own, except for the lock.
            throw CommandException.Failed($"the data directory {path} is in use by another process", held);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw CommandException.Failed($"cannot use the data directory {path}: {problem.Message}", problem);
        }
    }

    /// <inheritdoc />
    public void Dispose() => _sandboxLock?.Dispose();

    // The file stays when the lock goes: deleting it would let two processes lock different files of one name.
    private static FileStream Lock(string path) => File.Open(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
}
