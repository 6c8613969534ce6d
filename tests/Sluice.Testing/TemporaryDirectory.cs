namespace Sluice.Testing;

/// <summary>A directory of its own below the system's temporary directory, deleted with its contents when disposed.</summary>
public sealed class TemporaryDirectory : IDisposable
{
    /// <summary>The absolute path.</summary>
    public string Path { get; } = Directory.CreateTempSubdirectory("sluice-").FullName;

    /// <summary>The absolute path of an entry of this directory.</summary>
    public string Entry(string name) => System.IO.Path.Combine(Path, name);

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(Path, recursive: true);
}
