using System.CommandLine;
using Sluice.Hosting;
using Sluice.Options;

namespace Sluice.Commands;

/// <summary>The options of every command that serves until it is told to stop.</summary>
internal sealed class ServerOptions(string data)
{
    private readonly Option<bool> _debug = new("--debug") { Description = "Log in detail" };

    private readonly Option<bool> _json = new("--json-formatting-logger") { Description = "Log one JSON object a line" };

    private readonly Option<TimeSpan> _grace = new("--grace-period")
    {
        Description = "How long to go on serving after the signal to stop [default: 0s]",
        HelpName = "DURATION",
        CustomParser = OptionParsing.One(OptionParsing.Duration),
    };

    private readonly Option<TimeSpan?> _stop = new("--total-stop-timeout")
    {
        Description = "How long requests and calls under way may take to finish after that [default: 15s]",
        HelpName = "DURATION",
        CustomParser = result => OptionParsing.One(OptionParsing.Duration)(result),
    };

    /// <summary>Where to listen.</summary>
    public Option<ListenAddress> Listen { get; } = new("--listen")
    {
        Description = "Where to listen: host:port, [ipv6]:port or :port for every address; port 0 takes a free one",
        HelpName = "ADDRESS",
        CustomParser = OptionParsing.One(ListenAddress.Parse),
        DefaultValueFactory = _ => new ListenAddress("127.0.0.1", 8080),
    };

    /// <summary>Where the stores are.</summary>
    public Option<string> Data { get; } = new("--data")
    {
        Description = "The directory that keeps everything; created when missing, and used by one process at a time",
        HelpName = "DIR",
        DefaultValueFactory = _ => data,
    };

    /// <summary>All of them.</summary>
    public IEnumerable<Option> Options => [Listen, Data, _debug, _json, _grace, _stop];

    /// <summary>What the process is to say.</summary>
    public LogSettings Logs(ParseResult parsed) =>
        new(parsed.GetValue(_debug) ? LogLevel.Debug : LogLevel.Information, parsed.GetValue(_json));

    /// <summary>How it is to stop.</summary>
    public StopTimes Stopping(ParseResult parsed) => new(parsed.GetValue(_grace), parsed.GetValue(_stop) ?? TimeSpan.FromSeconds(15));
}
