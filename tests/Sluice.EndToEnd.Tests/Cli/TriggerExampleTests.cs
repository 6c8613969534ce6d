using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Sluice.EndToEnd.Tests.Cli;

/// <summary>The trigger of the examples does what their README says, by the commands that it gives.</summary>
public sealed partial class TriggerExampleTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_payin_is_paid_out_by_the_commands_of_the_readme()
    {
        using var directory = new TempDirectory();
        await using var service = SluiceProcess.Start(["serve", "--listen", "127.0.0.1:0", "--data", directory.Path]);
        var address = await service.SeeAsync(process => Address().Match(process.Output) is { Success: true } match ? match.Value : null);
        var readme = await File.ReadAllTextAsync(Path.Combine(Repository.Examples, "README.md"), Cancellation);
        var commands = Commands().Match(readme).Groups[1].Value;
        Assert.Contains("sluice run", commands, StringComparison.Ordinal);

        var (exitCode, output, error) = await SluiceProcess.RunInShellAsync(
            "set -e\n" + commands.Replace("http://127.0.0.1:8080", address, StringComparison.Ordinal).Replace("sluice run", "\"$@\" run", StringComparison.Ordinal));
        Assert.True(exitCode == 0, $"{output}\n{error}");

        using var http = new HttpClient { BaseAddress = new Uri(address) };
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        limit.CancelAfter(Deadline);
        JsonElement[] transfers;
        while ((transfers = await TransfersAsync(http, limit.Token)).Length < 2)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, limit.Token);
        }

        Assert.Equal([4500, 18000], transfers.Select(transfer => transfer.GetProperty("amount").GetInt32()).Order());
    }

    private static async Task<JsonElement[]> TransfersAsync(HttpClient http, CancellationToken cancellationToken)
    {
        var page = await http.GetFromJsonAsync<JsonElement>(new Uri("/api/payments/transfer-initiations", UriKind.Relative), cancellationToken);
        return [.. page.GetProperty("cursor").GetProperty("data").EnumerateArray()];
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:[1-9]\d*")]
    private static partial Regex Address();

    [GeneratedRegex("## When a payin arrives.*?```sh\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Commands();
}
