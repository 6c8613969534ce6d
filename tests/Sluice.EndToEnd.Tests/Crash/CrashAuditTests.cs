namespace Sluice.EndToEnd.Tests.Crash;

/// <summary>The audit must see what it is for: each test plants one fault in a sound world.</summary>
public sealed class CrashAuditTests
{
    private const string Id = "i1";
    private static readonly Flow TwoEvents = Flow.All.Single(flow => flow.Name == "two-events");
    private static readonly Flow CrossLedger = Flow.All.Single(flow => flow.Name == "cross-ledger");
    private static readonly Flow Marked = Flow.All.Single(flow => flow.Name == "marked");

    public static TheoryData<string> FlowNames => [.. Flow.All.Select(flow => flow.Name)];

    [Theory]
    [MemberData(nameof(FlowNames))]
    public void A_sound_world_has_no_findings(string name)
    {
        var start = Start(Flow.All.Single(flow => flow.Name == name));

        Assert.Empty(CrashAudit.Check([start], World(start)));
    }

    [Fact]
    public void An_unanswered_start_that_left_nothing_is_no_finding()
    {
        var start = Start(CrossLedger);
        var unanswered = Start(CrossLedger, "t2", acknowledged: false);

        Assert.Empty(CrashAudit.Check([start, unanswered], World(start)));
    }

    [Fact]
    public void A_lost_instance_is_found()
    {
        var start = Start(CrossLedger);

        AssertFinds("was acknowledged and does not exist", start, World(start) with { Instances = [], Transactions = [], Volumes = [] });
    }

    [Fact]
    public void An_instance_of_no_start_is_found()
    {
        var start = Start(CrossLedger);
        var world = World(start);

        AssertFinds("belongs to no start", start, world with
        {
            Instances = [.. world.Instances, new ObservedInstance("i2", "stranger", true, null, [])],
        });
    }

    [Fact]
    public void Two_instances_of_one_start_are_found()
    {
        var start = Start(CrossLedger, acknowledged: false);
        var world = World(start);

        AssertFinds("has 2 instances", start, world with { Instances = [.. world.Instances, world.Instances[0] with { Id = "i2" }] });
    }

    [Fact]
    public void One_key_answered_with_two_instances_is_found()
    {
        var start = Start(CrossLedger);
        start.InstanceIds.Add("i2");

        AssertFinds("was answered with instances i1, i2", start, World(start));
    }

    [Fact]
    public void An_instance_of_a_refused_start_is_found()
    {
        var start = Start(CrossLedger, acknowledged: false);
        start.WasRefused = true;

        AssertFinds("was refused and instance", start, World(start));
    }

    [Fact]
    public void An_instance_that_has_not_terminated_is_found()
    {
        var start = Start(CrossLedger);
        var world = World(start);

        AssertFinds("has not terminated", start, world with { Instances = [world.Instances[0] with { Terminated = false }] });
    }

    [Fact]
    public void An_instance_that_failed_is_found()
    {
        var start = Start(CrossLedger);
        var world = World(start);

        AssertFinds("failed: broken", start, world with { Instances = [world.Instances[0] with { Error = "broken" }] });
    }

    [Fact]
    public void A_doubled_posting_is_found()
    {
        var start = Start(CrossLedger);
        var world = World(start);
        var twin = world.Transactions[0] with { Reference = new TransactionReference(Flow.North, 99) };

        AssertFinds("has 2 transactions for step first", start, WithTransactions(world, [.. world.Transactions, twin]));
    }

    [Fact]
    public void A_missing_posting_is_found()
    {
        var start = Start(CrossLedger);
        var world = World(start);

        AssertFinds("has 0 transactions for step first in crash-south", start, WithTransactions(world, [world.Transactions[0]]));
    }

    [Fact]
    public void A_posting_of_another_amount_is_found()
    {
        var start = Start(CrossLedger);
        var world = World(start);
        var wrong = world.Transactions[0] with { Postings = [world.Transactions[0].Postings[0] with { Amount = 8 }] };

        AssertFinds("has other postings than", start, WithTransactions(world, [wrong, world.Transactions[1]]));
    }

    [Fact]
    public void A_posting_of_no_instance_is_found()
    {
        var start = Start(CrossLedger);
        var world = World(start);
        var stray = world.Transactions[0] with { Reference = new TransactionReference(Flow.North, 99), Token = null };

        AssertFinds("belongs to no instance", start, WithTransactions(world, [.. world.Transactions, stray]));
    }

    [Fact]
    public void A_history_that_names_a_transaction_the_ledger_lacks_is_found()
    {
        var start = Start(CrossLedger);
        var world = World(start);
        var instance = world.Instances[0];

        AssertFinds("which the ledger does not have for it", start, world with
        {
            Instances = [instance with { Transactions = [.. instance.Transactions, new TransactionReference(Flow.North, 98)] }],
        });
    }

    [Fact]
    public void A_history_that_omits_a_transaction_is_found()
    {
        var start = Start(CrossLedger);
        var world = World(start);

        AssertFinds("whose history does not name it", start, world with { Instances = [world.Instances[0] with { Transactions = [] }] });
    }

    [Fact]
    public void A_balance_that_disagrees_with_the_postings_is_found()
    {
        var start = Start(CrossLedger);
        var world = World(start);
        var wrong = world.Volumes[0] with { Output = world.Volumes[0].Output + 1 };

        var findings = CrashAudit.Check([start], world with { Volumes = [wrong, .. world.Volumes.Skip(1)] });

        Assert.Contains(findings, finding => finding.Contains("its postings say", StringComparison.Ordinal));
        Assert.Contains(findings, finding => finding.Contains("add up to", StringComparison.Ordinal));
    }

    [Fact]
    public void A_missing_mark_is_found()
    {
        var start = Start(Marked);

        AssertFinds("account marks:t1 carries nothing", start, World(start) with { Marks = [] });
    }

    [Theory]
    [InlineData(1, 0, 0, "an event was lost")]
    [InlineData(1, 0, 2, "an event was consumed twice")]
    [InlineData(2, 0, 1, "an event was lost")]
    [InlineData(0, 1, 2, "an event was consumed twice")]
    public void A_lost_event_and_a_doubled_one_are_found(int accepted, int uncertain, int passed, string expected)
    {
        var start = Start(TwoEvents);
        (start.EventsAccepted, start.EventsUncertain, start.WaitsPassedAtRest) = (accepted, uncertain, passed);

        AssertFinds(expected, start, World(start));
    }

    [Theory]
    [InlineData(1, 0, 1)]
    [InlineData(1, 1, 1)]
    [InlineData(1, 1, 2)]
    [InlineData(2, 3, 2)]
    public void Events_consumed_once_each_are_no_finding(int accepted, int uncertain, int passed)
    {
        var start = Start(TwoEvents);
        (start.EventsAccepted, start.EventsUncertain, start.WaitsPassedAtRest) = (accepted, uncertain, passed);

        Assert.Empty(CrashAudit.Check([start], World(start)));
    }

    private static void AssertFinds(string expected, StartRecord start, Observations seen) =>
        Assert.Contains(CrashAudit.Check([start], seen), finding => finding.Contains(expected, StringComparison.Ordinal));

    private static StartRecord Start(Flow flow, string token = "t1", bool acknowledged = true)
    {
        var start = new StartRecord { Token = token, Flow = flow, User = "7", Amount = 100, Pause = "10ms" };
        if (acknowledged)
        {
            start.InstanceIds.Add(Id);
        }

        return start;
    }

    private static Observations World(StartRecord start)
    {
        var transactions = start.Flow.Transactions
            .Select((expected, index) => new ObservedTransaction(
                new TransactionReference(expected.Ledger, index + 1),
                start.Token,
                expected.Step,
                [new ObservedPosting(expected.Source, expected.Destination.Replace("*", start.User, StringComparison.Ordinal), start.Amount, Flow.Asset)]))
            .ToList();
        var instance = new ObservedInstance(Id, start.Token, true, null, [.. transactions.Select(transaction => transaction.Reference)]);
        var marks = start.Flow.Marks ? new[] { new ObservedMark($"marks:{start.Token}", start.Token) } : [];
        return WithTransactions(new Observations([instance], [], [], marks), transactions);
    }

    private static Observations WithTransactions(Observations world, IReadOnlyList<ObservedTransaction> transactions)
    {
        var moves = transactions.SelectMany(transaction => transaction.Postings.SelectMany(posting => new[]
        {
            new ObservedVolume(transaction.Reference.Ledger, posting.Source, posting.Asset, 0, posting.Amount),
            new ObservedVolume(transaction.Reference.Ledger, posting.Destination, posting.Asset, posting.Amount, 0),
        }));
        var volumes = moves
            .GroupBy(move => (move.Ledger, move.Account, move.Asset))
            .Select(moves => moves.Aggregate((sum, move) => sum with { Input = sum.Input + move.Input, Output = sum.Output + move.Output }));
        return world with { Transactions = transactions, Volumes = [.. volumes] };
    }
}
