using System.Text.Json;
using Sluice.Engine.Activities;
using Sluice.Engine.Instances;
using Sluice.Engine.Tests.Instances;

namespace Sluice.Engine.Tests.Stages;

/// <summary>Which calls each pair of sides makes, in which order, given what the services answer.</summary>
public class SendPairTests
{
    private const string Wallet = """{"data":{"id":"w-1","ledger":"<ledger>","metadata":{"formanceAccountID":"psp-acc"}}}""";
    private const string Payment = """{"data":{"id":"p-1","initialAmount":1000,"asset":"EUR/2"}}""";
    private const string Account = """{"data":{"address":"a","metadata":{"formanceAccountID":"psp-acc"}}}""";
    private const string Connectors = """{"data":[{"provider":"STRIPE","connectorID":"c1"},{"provider":"DUMMY-PAY","connectorID":"c2"}]}""";

    private const string FromAccount = """ "source":{"account":{"id":"a","ledger":"l1","throughAccount":"bridge"}} """;
    private const string FromWallet = """ "source":{"wallet":{"id":"w-1","balance":"savings"}} """;
    private const string FromPayment = """ "source":{"payment":{"id":"p-1"}} """;
    private const string ToAccount = """ "destination":{"account":{"id":"b","ledger":"l2"}} """;
    private const string ToWallet = """ "destination":{"wallet":{"name":"bob","balance":"pocket"}} """;
    private const string ToPayment = """ "destination":{"payment":{"psp":"stripe","type":"payout"}} """;
    private const string Money = """ "amount":{"amount":100,"asset":"USD/2"} """;

    /// <summary>A send, the answers to its calls in order, and the calls it makes.</summary>
    public static TheoryData<string, string[], string[]> Pairs => new()
    {
        {
            $"{FromAccount},{ToWallet},{Money}",
            [Found("l1"), ""],
            ["ListWallets bob", "CreditWallet w-1 100 USD/2 [ACCOUNT a] to pocket {}"]
        },
        {
            $"{FromAccount},{ToWallet},{Money}",
            [Found("l9"), "", ""],
            [
                "ListWallets bob",
                "CreateTransaction l1 a→bridge 100 USD/2 {orchestration/move-to-ledger=l9}",
                "CreditWallet w-1 100 USD/2 [ACCOUNT bridge] to pocket {orchestration/move-from-ledger=l1}",
            ]
        },
        {
            $"{FromAccount},{ToPayment},{Money}",
            [Account, Connectors, "", ""],
            [
                "GetAccount l1 a",
                "ListConnectors stripe",
                "CreateTransaction l1 a→bridge 100 USD/2 {}",
                "CreateTransferInitiation 100 USD/2 STRIPE PAYOUT to psp-acc via c1 'stripe PAYOUT' validated {}",
            ]
        },
        {
            $"{FromWallet},{ToAccount},{Money}",
            [One("l2"), ""],
            ["GetWallet w-1", "DebitWallet w-1 100 USD/2 [savings] to ACCOUNT b {}"]
        },
        {
            $"{FromWallet},{ToAccount},{Money}",
            [One("l9"), "", ""],
            [
                "GetWallet w-1",
                "DebitWallet w-1 100 USD/2 [savings] {orchestration/move-to-ledger=l2}",
                "CreateTransaction l2 world→b 100 USD/2 {orchestration/move-from-ledger=l9}",
            ]
        },
        {
            $"{FromWallet},{ToWallet},{Money}",
            [One("l1"), Found("l1"), ""],
            ["GetWallet w-1", "ListWallets bob", "CreditWallet w-1 100 USD/2 [WALLET w-1/savings] to pocket {}"]
        },
        {
            $"{FromWallet},{ToWallet},{Money}",
            [One("l1"), Found("l2"), "", ""],
            [
                "GetWallet w-1",
                "ListWallets bob",
                "DebitWallet w-1 100 USD/2 [savings] {orchestration/move-to-ledger=l2}",
                "CreditWallet w-1 100 USD/2 [ACCOUNT world] to pocket {orchestration/move-from-ledger=l1}",
            ]
        },
        {
            $"{FromWallet},{ToPayment},{Money}",
            [One("l1"), Connectors, "", ""],
            [
                "GetWallet w-1",
                "ListConnectors stripe",
                "DebitWallet w-1 100 USD/2 [savings] {}",
                "CreateTransferInitiation 100 USD/2 STRIPE PAYOUT to psp-acc via c1 'stripe PAYOUT' validated {}",
            ]
        },
        {
            $"{FromPayment},{ToAccount}",
            [Payment, "", "", ""],
            [
                "GetPayment p-1",
                "CreateTransaction orchestration-000-internal world→payment:p_1 1000 EUR/2 {} ref payment:p_1",
                "CreateTransaction orchestration-000-internal payment:p_1→world 1000 EUR/2 {orchestration/move-to-ledger=l2}",
                "CreateTransaction l2 world→b 1000 EUR/2 {orchestration/move-from-ledger=orchestration-000-internal}",
            ]
        },
        {
            $"{FromPayment},{ToWallet},{Money}",
            [Payment, "", Found("l1"), "", ""],
            [
                "GetPayment p-1",
                "CreateTransaction orchestration-000-internal world→payment:p_1 1000 EUR/2 {} ref payment:p_1",
                "ListWallets bob",
                "CreateTransaction orchestration-000-internal payment:p_1→world 100 USD/2 {orchestration/move-to-ledger=l1}",
                "CreditWallet w-1 100 USD/2 [ACCOUNT world] to pocket {orchestration/move-from-ledger=orchestration-000-internal}",
            ]
        },
        {
            """ "source":{"payment":{"id":"p-1","ledger":"l2","holdingAccount":"h:1","throughAccount":"psp","allowOverdraft":true}}, """ + ToAccount,
            [Payment, "", ""],
            [
                "GetPayment p-1",
                "CreateTransaction l2 'send [EUR/2 1000] (\n  source = @psp allowing unbounded overdraft\n  destination = @h:1\n)' {} ref payment:p_1",
                "CreateTransaction l2 h:1→b 1000 EUR/2 {}",
            ]
        },
        {
            $$$""" {{{FromAccount}}},"destination":{"payment":{"connectorId":"cx","sourceAccount":"s","metadata":"formanceAccountID","waitingValidation":true}},{{{Money}}} """,
            [Account, "", ""],
            [
                "GetAccount l1 a",
                "CreateTransaction l1 a→bridge 100 USD/2 {}",
                "CreateTransferInitiation 100 USD/2 TRANSFER from s to psp-acc via cx 'TRANSFER' waiting {}",
            ]
        },
        {
            """ "source":{"wallet":{"name":"bob"}},"destination":{"account":{"id":"b","ledger":"l2","throughAccount":"t","allowOverdraft":true}}, """ + Money,
            [Found("l1"), "", ""],
            [
                "ListWallets bob",
                "DebitWallet w-1 100 USD/2 [main] {orchestration/move-to-ledger=l2}",
                "CreateTransaction l2 'send [USD/2 100] (\n  source = @t allowing unbounded overdraft\n  destination = @b\n)' {orchestration/move-from-ledger=l1}",
            ]
        },
    };

    [Theory]
    [MemberData(nameof(Pairs), DisableDiscoveryEnumeration = true)]
    public void A_pair_makes_its_calls_in_order(string send, string[] answers, string[] calls)
    {
        var flow = Flow.Started($$$"""{"send":{ {{{send}}} }}""");
        foreach (var answer in answers)
        {
            flow.Succeed(answer.Length == 0 ? null : answer);
        }

        Assert.Equal(calls, Calls(flow));
        Assert.Equal(InstanceStatus.Succeeded, flow.State.Status);
        Assert.Equal(calls.Length, flow.History().Stages[0].Activities.Count);
    }

    /// <summary>A send, what comes back until it fails, the error, and how many calls moved money.</summary>
    public static TheoryData<string, string[], string, int> Failures => new()
    {
        { $"{FromAccount},{ToWallet},{Money}", ["""{"cursor":{"data":[]}}"""], "wallet not found", 0 },
        { $"{FromAccount},{ToWallet},{Money}", ["""{"cursor":{"data":[{"id":"a"},{"id":"b"}]}}"""], "found multiple wallets with the same name", 0 },
        { $"{FromWallet},{ToAccount},{Money}", ["!wallet not found"], "wallet not found", 0 },
        { $"{FromWallet},{ToWallet},{Money}", [One("l1"), """{"cursor":{"data":[]}}"""], "wallet not found", 0 },
        { $"{FromWallet},{ToAccount},{Money}", ["""{"data":{"id":"w"}}"""], "the wallets service answered with a wallet that has no id or no ledger", 0 },
        { $"{FromAccount},{ToPayment},{Money}", ["""{"data":{"metadata":{}}}"""], "expected 'formanceAccountID' metadata containing formance account ID", 0 },
        { $"{FromAccount},{ToPayment},{Money}", ["""{"data":{"metadata":{"formanceAccountID":""}}}"""], "formance account ID empty", 0 },
        { $"{FromAccount},{ToPayment},{Money}", ["!no access"], "reading account: a: no access", 0 },
        { $"{FromAccount},{ToPayment},{Money}", [Account, """{"data":[]}"""], "no installed connector for psp 'stripe'", 0 },
        { $"{FromAccount},{ToPayment},{Money}", [Account, """{"data":[{"provider":"stripe","connectorID":"a","enabled":false}]}"""], "no installed connector for psp 'stripe'", 0 },
        { $"{FromWallet},{ToPayment},{Money}", [One("l1"), """{"data":[{"provider":"stripe","connectorID":"a"},{"provider":"STRIPE","connectorID":"b"}]}"""], "several connectors for psp 'stripe', set connectorId", 0 },
        { $"{FromPayment},{ToAccount}", ["!not found"], "retrieving payment: p-1: not found", 0 },
        { $"{FromPayment},{ToAccount}", ["""{"data":{"initialAmount":1.5,"asset":"EUR/2"}}"""], "retrieving payment: p-1: the answer names no amount and asset", 0 },
        { $"{FromPayment},{ToAccount}", [Payment, "!bad asset"], "bad asset", 1 },
        { $"{FromAccount},{ToAccount},{Money}", ["", "!no such account"], "no such account", 2 },
        { $"{FromWallet},{ToPayment},{Money}", [One("l1"), Connectors, "!insufficient"], "insufficient", 1 },
        { $"{FromWallet},{ToPayment},{Money}", [One("l1"), Connectors, "", "!refused"], "refused", 2 },
    };

    [Theory]
    [MemberData(nameof(Failures), DisableDiscoveryEnumeration = true)]
    public void A_failure_ends_the_stage_where_it_happens(string send, string[] answers, string error, int moves)
    {
        var flow = Flow.Started($$$"""{"send":{ {{{send}}} }}""");
        foreach (var answer in answers)
        {
            _ = answer.StartsWith('!') ? flow.Fail(retryable: false, answer[1..]) : flow.Succeed(answer.Length == 0 ? null : answer);
        }

        Assert.Equal((InstanceStatus.Failed, error), (flow.State.Status, flow.State.Error));
        Assert.Equal(moves, flow.Events.OfType<InstanceEvent.ActivityScheduled>().Count(e =>
            e.Request is CreateTransaction or CreditWallet or DebitWallet or CreateTransferInitiation));
    }

    [Fact]
    public void A_payment_that_is_booked_already_goes_on()
    {
        var flow = Flow.Started($$$"""{"send":{ {{{FromPayment}}},"destination":{"account":{"id":"b","ledger":"orchestration-000-internal"}} }}""");
        flow.Succeed(Payment);
        flow.Complete(new ActivityOutcome.Failed(new Failure("CONFLICT", "duplicate reference", Retryable: false)));
        flow.Succeed();

        Assert.Equal(InstanceStatus.Succeeded, flow.State.Status);
        Assert.Equal("duplicate reference", flow.History().Stages[0].Activities[1].Error);
    }

    [Fact]
    public void The_internal_ledger_is_created_when_it_is_missing()
    {
        var flow = Flow.Started($$$"""{"send":{ {{{FromPayment}}},{{{ToAccount}}} }}""");
        flow.Succeed(Payment);
        flow.Complete(new ActivityOutcome.Failed(new Failure("LEDGER_NOT_FOUND", "no ledger", Retryable: false)));
        flow.Succeed();
        flow.Succeed();

        Assert.Equal(
            ["GetPayment", "CreateTransaction", "CreateLedger", "CreateTransaction", "CreateTransaction"],
            flow.History().Stages[0].Activities.Select(activity => activity.Request.ActivityName));
        Assert.Equal(
            ["p-1-0-1", "p-1-0-2", "p-1-0-3"],
            flow.State.Stage!.Activities.Skip(1).Take(3).Select(activity => activity.IdempotencyKey(Flow.Id, 0).Replace($"{Flow.Id}", "p-1", StringComparison.Ordinal)));
    }

    [Fact]
    public void Another_ledger_is_not_ours_to_create()
    {
        var flow = Flow.Started($$$"""{"send":{"source":{"payment":{"id":"p-1","ledger":"mine"}},{{{ToAccount}}} }}""");
        flow.Succeed(Payment);
        flow.Complete(new ActivityOutcome.Failed(new Failure("LEDGER_NOT_FOUND", "no ledger", Retryable: false)));

        Assert.Equal((InstanceStatus.Failed, "no ledger"), (flow.State.Status, flow.State.Error));
    }

    [Theory]
    [InlineData("""{"id":"a allowing unbounded overdraft","allowOverdraft":true}""", """{"id":"b"}""", "'a allowing unbounded overdraft' is no account address, such as users:1")]
    [InlineData("""{"id":"a","allowOverdraft":true}""", """{"id":"b\n)\nsend [USD/2 9] (source = @x destination = @y"}""", "'b ) send [USD/2 9] (source = @x destination = @y' is no account address, such as users:1")]
    [InlineData("""{"id":"a","ledger":"one"}""", """{"id":"b c","ledger":"two","throughAccount":"t","allowOverdraft":true}""", "'b c' is no account address, such as users:1")]
    [InlineData("""{"id":"a","ledger":"one"}""", """{"id":"b c","ledger":"two"}""", "'b c' is no account address, such as users:1")]
    public void A_name_that_no_ledger_takes_moves_nothing(string source, string destination, string error)
    {
        var flow = Flow.Started($$$"""{"send":{"source":{"account":{{{source}}} },"destination":{"account":{{{destination}}} },{{{Money}}} }}""");

        Assert.Equal((InstanceStatus.Failed, error), (flow.State.Status, flow.State.Error));
        Assert.Empty(flow.Events.OfType<InstanceEvent.ActivityScheduled>());
    }

    private static string One(string ledger) => Wallet.Replace("<ledger>", ledger, StringComparison.Ordinal);

    private static string Found(string ledger) =>
        $$$"""{"cursor":{"data":[{{{JsonSerializer.Deserialize<JsonElement>(One(ledger)).GetProperty("data")}}}]}}""";

    private static IEnumerable<string> Calls(Flow flow) =>
        flow.Events.OfType<InstanceEvent.ActivityScheduled>().Select(e => Text(e.Request));

    private static string Text(ActivityRequest request) => request switch
    {
        GetAccount get => $"GetAccount {get.Ledger} {get.Id}",
        GetWallet get => $"GetWallet {get.Id}",
        ListWallets list => $"ListWallets {list.Name}",
        GetPayment get => $"GetPayment {get.Id}",
        ListConnectors list => $"ListConnectors {list.Provider}",
        CreateTransaction { Data: var data } create =>
            $"CreateTransaction {create.Ledger} {Moves(data)} {Map(data.Metadata)}{(data.Reference is { } reference ? $" ref {reference}" : "")}",
        CreditWallet { Data: var data } credit =>
            $"CreditWallet {credit.Id} {Text(data.Amount)} [{string.Join(' ', data.Sources.Select(Text))}] to {data.Balance} {Map(data.Metadata)}",
        DebitWallet { Data: var data } debit =>
            $"DebitWallet {debit.Id} {Text(data.Amount)} [{string.Join(' ', data.Balances)}]{(data.Destination is { } to ? $" to {Text(to)}" : "")} {Map(data.Metadata)}",
        CreateTransferInitiation transfer => string.Join(
            ' ',
            new[]
            {
                $"CreateTransferInitiation {transfer.Amount} {transfer.Asset}", transfer.Provider, transfer.Type,
                transfer.Source.Length > 0 ? $"from {transfer.Source}" : null, $"to {transfer.Destination} via {transfer.ConnectorId}",
                $"'{transfer.Description}'", transfer.WaitingValidation ? "waiting" : "validated", Map(transfer.Metadata),
            }.OfType<string>()),
        _ => request.ActivityName,
    };

    private static string Moves(TransactionData data) => data.Script is { } script
        ? $"'{script.Plain}'"
        : string.Join(',', data.Postings!.Select(p => $"{p.Source}→{p.Destination} {p.Amount} {p.Asset}"));

    private static string Text(MoneyAmount money) => $"{money.Amount} {money.Asset}";

    private static string Text(WalletSubject subject) =>
        $"{subject.Type} {subject.Identifier}{(subject.Balance is { } balance ? $"/{balance}" : "")}";

    private static string Map(IReadOnlyDictionary<string, string> map) => $"{{{string.Join(',', map.Select(pair => $"{pair.Key}={pair.Value}"))}}}";
}
