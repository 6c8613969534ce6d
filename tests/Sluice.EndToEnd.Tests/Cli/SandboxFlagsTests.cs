using System.CommandLine;
using Sluice.Commands;
using Sluice.Hosting;
using Sluice.Options;
using Sluice.Sandbox;
using Sluice.Sandbox.Auth;
using Sluice.Sandbox.Payments;

namespace Sluice.EndToEnd.Tests.Cli;

/// <summary>What the options of the sandbox make of it.</summary>
public sealed class SandboxFlagsTests
{
    [Fact]
    public void Without_options_the_sandbox_is_as_its_library_has_it()
    {
        var (options, url) = Read("", []);

        Assert.Equal(url, options.PublicUrl);
        Assert.Equal(new PaymentsOptions().SettleDelay, options.Payments.SettleDelay);
        Assert.False(options.Payments.TextAmounts);
        Assert.False(options.Payments.AcceptsProviderAlone);
        Assert.Null(options.Auth.Client);
        Assert.Equal(new AuthOptions().TokenLifetime, options.Auth.TokenLifetime);
        Assert.False(options.Auth.RequiresToken);
    }

    [Theory]
    [InlineData("")]
    [InlineData("sandbox-")]
    public void Every_option_is_heard(string prefix)
    {
        string[] given =
        [
            $"--{prefix}settle-delay=2s", $"--{prefix}text-amounts", $"--{prefix}accept-provider-alone", $"--{prefix}client-id=flows",
            $"--{prefix}client-secret=s", $"--{prefix}token-lifetime=5m", $"--{prefix}require-token", $"--{prefix}public-url=https://stack.example/",
        ];

        var (options, _) = Read(prefix, given);

        Assert.Equal(new Uri("https://stack.example/"), options.PublicUrl);
        Assert.Equal(TimeSpan.FromSeconds(2), options.Payments.SettleDelay);
        Assert.True(options.Payments.TextAmounts);
        Assert.True(options.Payments.AcceptsProviderAlone);
        Assert.Equal(new ClientCredentials("flows", "s"), options.Auth.Client);
        Assert.Equal(TimeSpan.FromMinutes(5), options.Auth.TokenLifetime);
        Assert.True(options.Auth.RequiresToken);
    }

    [Theory]
    [InlineData("--client-id and --client-secret go together", "--client-id=flows")]
    [InlineData("--client-id and --client-secret go together", "--client-secret=s")]
    [InlineData("--token-lifetime must be at least 1s", "--token-lifetime=999ms")]
    public void Options_that_make_no_sense_are_refused(string expected, string given)
    {
        var refused = Assert.Throws<CommandException>(() => Read("", [given]));

        Assert.Equal(ExitCodes.Usage, refused.ExitCode);
        Assert.StartsWith(expected, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_secret_is_not_shown_with_its_client() =>
        Assert.DoesNotContain("s3cret", new ClientCredentials("flows", "s3cret").ToString(), StringComparison.Ordinal);

    private static (SandboxOptions Options, Uri Url) Read(string prefix, string[] given)
    {
        var flags = new SandboxFlags(prefix);
        var command = new RootCommand();
        foreach (var option in flags.Options)
        {
            command.Options.Add(option);
        }

        var parsed = command.Parse(given);
        Assert.Empty(parsed.Errors);
        using var directory = new TempDirectory();
        using var address = BoundAddress.Bind(new ListenAddress("127.0.0.1", 0));
        using var data = DataDirectory.Open(directory.Path, sandbox: true);
        return (flags.Read(parsed, address, data), address.Url);
    }
}
