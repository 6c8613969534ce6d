using System.Diagnostics;

namespace Sluice.EndToEnd.Tests.Cli;

/// <summary>What the README tells a newcomer to type first does what it says.</summary>
public sealed class ReadmeTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(120);

    [Fact]
    public async Task The_first_command_moves_money()
    {
        const string Verb = "dotnet run ";
        var command = (await File.ReadAllLinesAsync(Path.Combine(Repository.Root, "README.md"), TestContext.Current.CancellationToken))
            .First(line => line.StartsWith(Verb, StringComparison.Ordinal))[Verb.Length..];
        // As built for this test: what a build leaves is the subject here, not the building.
        var configuration = AppContext.BaseDirectory.Contains($"{Path.DirectorySeparatorChar}release", StringComparison.OrdinalIgnoreCase) ? "Release" : "Debug";
        var start = new ProcessStartInfo("dotnet", ["run", "--no-build", "-c", configuration, .. command.Split(' ')])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Repository.Root,
        };

        using var process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(Deadline);
        var (output, error) = (process.StandardOutput.ReadToEndAsync(limit.Token), process.StandardError.ReadToEndAsync(limit.Token));
        await process.WaitForExitAsync(limit.Token);

        Assert.True(process.ExitCode == 0, await error);
        Assert.Contains("users:alice", await output, StringComparison.Ordinal);
    }
}
