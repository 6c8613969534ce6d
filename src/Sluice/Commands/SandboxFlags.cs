using System.CommandLine;
using Sluice.Hosting;
using Sluice.Options;
using Sluice.Sandbox;
using Sluice.Sandbox.Auth;
using Sluice.Sandbox.Payments;

namespace Sluice.Commands;

/// <summary>The options of every command that serves the sandbox.</summary>
internal sealed class SandboxFlags
{
    private readonly Option<TimeSpan?> _settleDelay;
    private readonly Option<bool> _textAmounts;
    private readonly Option<bool> _providerAlone;
    private readonly Option<string?> _clientId;
    private readonly Option<string?> _clientSecret;
    private readonly Option<TimeSpan?> _tokenLifetime;
    private readonly Option<bool> _requireToken;
    private readonly Option<Uri?> _publicUrl;

    /// <param name="prefix">Goes before each name, for a command that serves more than the sandbox; otherwise empty.</param>
    public SandboxFlags(string prefix)
    {
        _settleDelay = Duration($"--{prefix}settle-delay", "How long the dummy connector takes over a transfer [default: 100ms]");
        _textAmounts = new($"--{prefix}text-amounts") { Description = "Write amounts in the events of payments as strings, not numbers" };
        _providerAlone = new($"--{prefix}accept-provider-alone")
        {
            Description = "Let a transfer initiation name a provider that has one connector instead of the connector",
        };
        _clientId = Text(
            $"--{prefix}client-id", "Who gets tokens, and creates others that do [default: any client that names itself and a secret]", "ID");
        _clientSecret = Text($"--{prefix}client-secret", "What that client proves itself by", "SECRET");
        _tokenLifetime = Duration($"--{prefix}token-lifetime", "How long a token is valid [default: 1h]");
        _requireToken = new($"--{prefix}require-token")
        {
            Description = "Refuse calls to the stack's services that bring no valid token from /api/auth/oauth/token",
        };
        _publicUrl = new($"--{prefix}public-url")
        {
            Description = "The address that events and tokens of the sandbox name it by [default: where it listens]",
            HelpName = "URL",
            CustomParser = OptionParsing.One(OptionParsing.BaseUrl),
        };
    }

    /// <summary>All of them.</summary>
    public IEnumerable<Option> Options =>
        [_settleDelay, _textAmounts, _providerAlone, _clientId, _clientSecret, _tokenLifetime, _requireToken, _publicUrl];

    /// <summary>The first of them that was given, or <c>null</c>.</summary>
    public Option? FirstGiven(ParseResult parsed) =>
        Options.FirstOrDefault(option => parsed.GetResult(option) is { Implicit: false });

    /// <summary>What the sandbox is to be like.</summary>
    /// <exception cref="CommandException">They contradict each other.</exception>
    public SandboxOptions Read(ParseResult parsed, BoundAddress address, DataDirectory data)
    {
        var (payments, auth) = (new PaymentsOptions(), new AuthOptions());
        return new SandboxOptions
        {
            DataDirectory = data.Path,
            PublicUrl = parsed.GetValue(_publicUrl) ?? address.Url,
            Payments = new PaymentsOptions
            {
                SettleDelay = parsed.GetValue(_settleDelay) ?? payments.SettleDelay,
                TextAmounts = parsed.GetValue(_textAmounts),
                AcceptsProviderAlone = parsed.GetValue(_providerAlone),
            },
            Auth = new AuthOptions
            {
                Client = ReadClient(parsed),
                TokenLifetime = ReadLifetime(parsed) ?? auth.TokenLifetime,
                RequiresToken = parsed.GetValue(_requireToken),
            },
        };
    }

    private ClientCredentials? ReadClient(ParseResult parsed) =>
        (parsed.GetValue(_clientId) ?? "", parsed.GetValue(_clientSecret) ?? "") switch
        {
            ("", "") => null,
            ({ Length: > 0 } id, { Length: > 0 } secret) => new ClientCredentials(id, secret),
            _ => throw CommandException.Usage($"{_clientId.Name} and {_clientSecret.Name} go together, neither of them empty"),
        };

    private TimeSpan? ReadLifetime(ParseResult parsed) => parsed.GetValue(_tokenLifetime) switch
    {
        { TotalSeconds: < 1 } => throw CommandException.Usage($"{_tokenLifetime.Name} must be at least 1s"),
        var lifetime => lifetime,
    };

    private static Option<TimeSpan?> Duration(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "DURATION",
        CustomParser = result => OptionParsing.One(OptionParsing.Duration)(result),
    };

    private static Option<string?> Text(string name, string description, string helpName) =>
        new(name) { Description = description, HelpName = helpName };
}
