using System.CommandLine;
using Sluice.Options;
using Sluice.Runs;

namespace Sluice.Commands;

/// <summary><c>sluice run</c>: one instance of a workflow in a file, from start to end.</summary>
internal sealed class RunCommand : Command
{
    private const string Help = """
        Run the workflow in FILE once and show what it does.

        Without --server everything happens in this process: the service, a sandbox stack and its ledgers, all of which are
        gone afterwards unless --data keeps them. With --server the workflow is created and run there.

        Comments at the top of a YAML file prepare the run, one setting a line:
          # var: amount=2500                    a variable and its default; --var wins
          # var: seller                         a variable that has none: --var must give it
          # fund: users:alice=USD/2:10000       money put into an account first, out of nowhere; --fund replaces all of them
          # event: approved                     an event posted when the instance waits for it; --event replaces all of them
          # expect: users:bob=USD/2:2500        a balance it ends with, on an empty sandbox and its defaults; for readers and tests
        The file's funds are play money: on a server they are put only into a sandbox. Amounts are minor units, so 2500 of
        USD/2 is 25.00; an account may name its ledger, as in wallets/users:bob=USD/2:2500, else the ledger is default.

        Results are written to standard output and everything else to standard error. The exit code is 0 when the instance
        succeeded, 1 when it failed or did not end in time, 2 when nothing was run because the command or the workflow is
        not valid, and 130 when Ctrl-C ended it.
        """;

    private readonly Argument<string> _file = new("FILE") { Description = "The workflow's definition, in YAML or JSON" };

    private readonly Option<IReadOnlyList<KeyValuePair<string, string>>> _variables = new("--var")
    {
        Description = "Gives a variable of the workflow its value; may be repeated",
        HelpName = "NAME=VALUE",
        Arity = ArgumentArity.OneOrMore,
        CustomParser = OptionParsing.Each(Variable),
    };

    private readonly Option<IReadOnlyList<AccountAmount>> _funds = new("--fund")
    {
        Description = "Puts money into an account first, creating its ledger where it is missing; may be repeated",
        HelpName = "[LEDGER/]ACCOUNT=ASSET:AMOUNT",
        Arity = ArgumentArity.OneOrMore,
        CustomParser = OptionParsing.Each(AccountAmount.ParseFund),
    };

    private readonly Option<IReadOnlyList<string>> _events = new("--event")
    {
        Description = "Posts an event when the instance waits for it; may be repeated",
        HelpName = "NAME",
        Arity = ArgumentArity.OneOrMore,
        CustomParser = OptionParsing.Each(name => name),
    };

    private readonly Option<Uri?> _server = new("--server")
    {
        Description = "Runs the workflow on this server, or behind this gateway, instead of in this process",
        HelpName = "URL",
        CustomParser = OptionParsing.One(OptionParsing.BaseUrl),
    };

    private readonly Option<Uri?> _stackUrl = new("--stack-url")
    {
        Description = "Where the ledgers of the server's stack are [default: the server's URL]",
        HelpName = "URL",
        CustomParser = OptionParsing.One(OptionParsing.BaseUrl),
    };

    private readonly Option<string?> _data = new("--data")
    {
        Description = "Keeps everything in this directory, for sluice serve --data to go on with",
        HelpName = "DIR",
    };

    private readonly Option<TimeSpan?> _timeout = new("--timeout")
    {
        Description = "Gives up watching after this long, with exit code 1",
        HelpName = "DURATION",
        CustomParser = result => OptionParsing.One(OptionParsing.Duration)(result),
    };

    private readonly Option<bool> _plain = new("--plain")
    {
        Description = "Shows one line per change even at a terminal, as NO_COLOR does",
    };

    private readonly Option<string> _output = new("--output")
    {
        Description = "How to write the results: text or json",
        HelpName = "FORMAT",
        DefaultValueFactory = _ => "text",
    };

    public RunCommand(TimeProvider clock)
        : base("run", Help)
    {
        Arguments.Add(_file);
        foreach (var option in new Option[] { _variables, _funds, _events, _server, _stackUrl, _data, _timeout, _plain, _output })
        {
            Options.Add(option);
        }

        _output.AcceptOnlyFromAmong("text", "json");
        SetAction((parsed, _) => RunAsync(parsed, clock));
    }

    private Task<int> RunAsync(ParseResult parsed, TimeProvider clock)
    {
        var (server, stackUrl, data) = (parsed.GetValue(_server), parsed.GetValue(_stackUrl), parsed.GetValue(_data));
        if (server is not null && data is not null)
        {
            throw CommandException.Usage("--data is for runs in this process; a --server keeps its own");
        }

        if (server is null && stackUrl is not null)
        {
            throw CommandException.Usage("--stack-url goes with --server; a run in this process has its own sandbox");
        }

        var plan = RunPlan.Make(
            WorkflowFile.Read(parsed.GetRequiredValue(_file)),
            parsed.GetValue(_variables) ?? [],
            parsed.GetValue(_funds) ?? [],
            parsed.GetValue(_events) ?? []);
        var terminal = new RunTerminal(
            parsed.InvocationConfiguration.Output,
            parsed.InvocationConfiguration.Error,
            Live: !parsed.GetValue(_plain),
            Json: parsed.GetValue(_output) == "json");
        var session = new RunSession(plan, terminal, parsed.GetValue(_timeout), clock);
        return server is null ? session.RunHereAsync(data) : session.RunOnAsync(server, stackUrl ?? server);
    }

    private static KeyValuePair<string, string> Variable(string text) =>
        text.IndexOf('=', StringComparison.Ordinal) is > 0 and var equals
            ? new(text[..equals], text[(equals + 1)..])
            : throw new FormatException($"'{text}' is not name=value");
}
