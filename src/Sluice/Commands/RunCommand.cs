using System.CommandLine;
using Sluice.Options;
using Sluice.Runs;

namespace Sluice.Commands;

/// <summary><c>sluice run</c>: one instance of a workflow in a file, from start to end.</summary>
internal sealed class RunCommand : Command
{
    private const string Help = """
        Run the workflow in FILE once and show what it does.

        Without --server everything happens in this process: the service, a sandbox stack and its money, all of which are
        gone afterwards unless --data keeps them. With --server the workflow is created and run there.

        Comments at the top of a YAML file prepare the run, one setting a line:
          # var: amount=2500                    a variable and its default; --var wins
          # var: seller                         a variable that has none: --var must give it
          # fund: users:alice=USD/2:10000       money put into an account first, out of nowhere
          # wallet: bob=EUR/2:5000              a wallet of that name, created if there is none, and money put into it
          # wallet: bob/savings                 a balance of a wallet, created if there is none; here without money
          # payee: sellers:ada                  an account or a wallet (payee: wallet bob) that payment providers can pay to:
                                                gets an account at the dummy provider, named in its formanceAccountID
          # payment: payin=EUR/2:5000           a payment that has come in at the dummy provider; its id is the variable payin
          # event: approved                     an event posted when the instance waits for it
          # expect: users:bob=USD/2:2500        a balance it ends with, on an empty sandbox and its defaults; for readers and tests.
                                                Also wallet bob/savings=EUR/2:100, hold bob=EUR/2:100 for what a hold still has,
                                                and transfer=EUR/2:2500 PROCESSED
        --fund, --wallet, --payee, --payment and --event replace all lines of their kind. What only the file asks for is play
        money: on a server it is put in place only in a sandbox. Amounts are minor units, so 2500 of USD/2 is 25.00; an
        account may name its ledger, as in wallets/users:bob=USD/2:2500, else the ledger is default.

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

    private readonly Option<IReadOnlyList<WalletAmount>> _wallets = new("--wallet")
    {
        Description = "Creates a wallet, or a balance of one, where it is missing, and puts money into it; may be repeated",
        HelpName = "NAME[/BALANCE][=ASSET:AMOUNT]",
        Arity = ArgumentArity.OneOrMore,
        CustomParser = OptionParsing.Each(WalletAmount.ParsePrepared),
    };

    private readonly Option<IReadOnlyList<Payee>> _payees = new("--payee")
    {
        Description = "Gives an account or a wallet an account at the dummy payment provider to be paid at; may be repeated",
        HelpName = "[LEDGER/]ACCOUNT|wallet NAME",
        Arity = ArgumentArity.OneOrMore,
        CustomParser = OptionParsing.Each(Payee.Parse),
    };

    private readonly Option<IReadOnlyList<Payin>> _payins = new("--payment")
    {
        Description = "Records a payment that has come in at the dummy provider, and gives a variable its id; may be repeated",
        HelpName = "VARIABLE=ASSET:AMOUNT",
        Arity = ArgumentArity.OneOrMore,
        CustomParser = OptionParsing.Each(Payin.Parse),
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
        Description = "Where the server's stack is [default: the server's URL]",
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
        Option[] options =
        [
            _variables, _funds, _wallets, _payees, _payins, _events, _server, _stackUrl, _data, _timeout, _plain, _output,
        ];
        foreach (var option in options)
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
            new Preparations(
                parsed.GetValue(_funds) ?? [],
                parsed.GetValue(_wallets) ?? [],
                parsed.GetValue(_payees) ?? [],
                parsed.GetValue(_payins) ?? []),
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
