namespace Sluice.Server.Journal.Sqlite;

/// <summary>The data directory belongs to another process that is still running.</summary>
/// <param name="directory">The data directory.</param>
/// <param name="inner">What the operating system said.</param>
public sealed class DataDirectoryInUseException(string directory, Exception inner)
    : IOException(
        $"the data directory '{directory}' is in use by another process; stop it or choose another directory ({inner.Message})", inner);
