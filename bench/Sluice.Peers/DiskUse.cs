namespace Sluice.Peers;

/// <summary>What data take on the disk.</summary>
internal static class DiskUse
{
    /// <summary>
    /// The bytes of all files below the directories. PostgreSQL's log of changes is left out: it is bounded by a setting and reused, and
    /// would only add to the figure of the systems that use it.
    /// </summary>
    public static long Bytes(IEnumerable<string> directories) => directories
        .SelectMany(directory => new DirectoryInfo(directory).EnumerateFiles("*", SearchOption.AllDirectories))
        .Where(file => !file.FullName.Contains("/pg_wal/", StringComparison.Ordinal))
        .Sum(Length);

    private static long Length(FileInfo file)
    {
        try
        {
            return file.Length;
        }
        catch (FileNotFoundException)
        {
            return 0; // It was deleted meanwhile.
        }
    }
}
