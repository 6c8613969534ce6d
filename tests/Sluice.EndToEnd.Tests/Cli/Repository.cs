namespace Sluice.EndToEnd.Tests.Cli;

/// <summary>The files that the tests check as they are in the repository.</summary>
internal static class Repository
{
    /// <summary>The directory of the solution, above wherever the tests were built to.</summary>
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    public static string Examples => Path.Combine(Root, "examples");

    private static string Find(string directory) =>
        File.Exists(Path.Combine(directory, "Sluice.slnx"))
            ? directory
            : Find(Path.GetDirectoryName(directory) ?? throw new InvalidOperationException("The tests are not inside the repository."));
}
