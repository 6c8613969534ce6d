namespace Sluice.Server.Tests.Stack;

/// <summary>Texts that are recorded beside the tests, because readers outside depend on each byte.</summary>
internal static class Recorded
{
    public static async Task CheckAsync(string text, string name)
    {
        var recorded = Path.Combine(Folder(), name);
        if (!File.Exists(recorded) || text != await File.ReadAllTextAsync(recorded, TestContext.Current.CancellationToken))
        {
            var received = Path.Combine(AppContext.BaseDirectory, name);
            await File.WriteAllTextAsync(received, text, TestContext.Current.CancellationToken);
            Assert.Fail($"It is not as recorded. If that is right, record it: cp {received} {recorded}");
        }
    }

    /// <summary>Found from the solution's file, since a build may not tell the paths of its sources.</summary>
    private static string Folder()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory.FullName, "Sluice.slnx")))
        {
            directory = directory.Parent!;
        }

        return Path.Combine(directory.FullName, "tests", "Sluice.Server.Tests", "Stack");
    }
}
