namespace Sluice.Server.Journal.Sqlite;

/// <summary>
/// The directory of one store, held by this process alone. The lock is the operating system's: it goes with the process, so
/// nothing is left to clean up after a crash.
/// </summary>
internal sealed class DataDirectory : IDisposable
{
    private readonly FileStream _lock;

    private DataDirectory(string path, FileStream @lock)
    {
        DatabasePath = Path.Combine(path, "sluice.db");
        _lock = @lock;
    }

    public string DatabasePath { get; }

    /// <exception cref="DataDirectoryInUseException">Another process has it.</exception>
    public static DataDirectory Lock(string path)
    {
        var directory = Directory.CreateDirectory(path);
        try
        {
            var file = Path.Combine(directory.FullName, "sluice.lock");
            return new DataDirectory(directory.FullName, new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException exception) when (exception.GetType() == typeof(IOException))
        {
            throw new DataDirectoryInUseException(directory.FullName, exception);
        }
    }

    public void Dispose() => _lock.Dispose();
}
